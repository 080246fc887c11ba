/** The file manager. Erasing for ever (GDPR) is apart from deleting, as with contacts. */
import { family, type Operation } from './operation.ts'

const WRITE = { scopes: ['files:write'] } as const

export const FILES: readonly Operation[] = family(
  'files',
  ['/files/v3', '/files/{date}'],
  { scopes: ['files:read'] },
  [
    ['upload', 'POST /files', WRITE],
    ['search', 'GET /files/search'],
    ['stat', 'GET /files/stat/**'],
    ['get', 'GET /files/{fileId}'],
    ['update', 'PATCH /files/{fileId}', WRITE],
    ['replace', 'PUT /files/{fileId}', WRITE],
    ['delete', 'DELETE /files/{fileId}', WRITE],
    [
      'gdpr-delete',
      'DELETE /files/{fileId}/gdpr-delete',
      { access: 'gdpr-delete', scopes: ['files:gdpr-delete'] },
    ],
    ['download', 'GET /files/{fileId}/download'],
    ['signed-url', 'GET /files/{fileId}/signed-url'],
    ['import-from-url', 'POST /files/import-from-url/async', WRITE],
    ['import-status', 'GET /files/import-from-url/async/tasks/{taskId}/status'],
    ['create-folder', 'POST /folders', WRITE],
    ['search-folders', 'GET /folders/search'],
    ['get-folder', 'GET /folders/{folderId}'],
    ['update-folder', 'PATCH /folders/{folderId}', WRITE],
    ['delete-folder', 'DELETE /folders/{folderId}', WRITE],
    ['move-folder', 'POST /folders/update/async', WRITE],
    ['move-folder-status', 'GET /folders/update/async/tasks/{taskId}/status'],
  ],
)

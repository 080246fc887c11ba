// The seeded content: pages, blog posts, marketing e-mails, forms, files, campaigns, meeting links.
import { isoInstant } from '../clock.ts'
import type { Doc } from '../portal/shelf.ts'
import { Shelf } from '../portal/shelf.ts'
import { mix, pick } from '../random.ts'
import { SEED_END, SEED_START } from './calendar.ts'

export type ShelfName =
  | 'site-pages'
  | 'landing-pages'
  | 'blog-posts'
  | 'blog-tags'
  | 'blog-authors'
  | 'marketing-emails'
  | 'forms'
  | 'files'
  | 'campaigns'
  | 'meeting-links'

const PAGES = [
  'Home',
  'Pricing',
  'About us',
  'Contact',
  'Careers',
  'Customers',
  'Security',
  'Imprint',
  'Support',
  'Partners',
]
const OFFERS = [
  'Buyer’s guide',
  'Webinar: first steps',
  'Free trial',
  'Price calculator',
  'Checklist',
  'Case study',
]
const POSTS = [
  'Five questions before you buy',
  'What we learnt this year',
  'A day in the warehouse',
  'How to read an invoice',
  'Meet the support team',
  'Choosing a data format',
  'Why we moved to weekly releases',
  'Notes from the trade fair',
  'Small steps to cleaner data',
  'Our new office',
]
const MAILS = [
  'Monthly newsletter',
  'Welcome',
  'Invitation to the webinar',
  'Your renewal',
  'Product news',
  'Thank you for visiting',
]
const FORMS = ['Contact us', 'Newsletter sign-up', 'Book a demo', 'Download the guide']
const CAMPAIGNS = ['Spring launch', 'Trade fair', 'Renewal push', 'Referral month']
const FILES = ['logo.png', 'price-list.pdf', 'team.jpg', 'datasheet.pdf', 'terms.pdf']
const AUTHORS = ['Editorial Team', 'Product Team', 'Support Team']
const TAGS = ['News', 'Guides', 'Company']

export function seedShelves(
  seed: number,
  portalId: number,
  userIds: readonly number[],
): Record<ShelfName, Shelf> {
  const moment = (kind: number, n: number) =>
    SEED_START + (mix(seed, kind, n) % ((SEED_END - SEED_START) / 60_000)) * 60_000
  const base = (kind: number, n: number, id: string): Doc => {
    const createdAt = moment(kind, n)
    return {
      id,
      createdAt: isoInstant(createdAt),
      updatedAt: isoInstant(
        Math.min(SEED_END, createdAt + (mix(seed, kind + 1, n) % 90) * 86_400_000),
      ),
      archived: false,
    }
  }
  const shelf = (
    kind: number,
    titles: readonly string[],
    rest: (title: string, n: number, id: string) => object,
    uuid = false,
  ) =>
    new Shelf(kind * 1_000_000, (first) =>
      titles.map((title, n) => {
        const id = uuid ? uuidOf(seed, kind, n) : String(first + n * 11)
        return { ...base(kind, n, id), ...rest(title, n, id) }
      }),
    )
  const slug = (title: string) =>
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/-$/, '')
  /** One person's page is theirs alone; a page of several hangs below whoever made it. */
  const meetingSlug = (title: string, n: number) => (n === 0 ? slug(title) : `team/${slug(title)}`)
  const article = (kind: string) => (title: string, n: number, id: string) => ({
    name: title,
    slug: title === 'Home' ? '' : slug(title),
    htmlTitle: title,
    metaDescription: `${title}, in short.`,
    state: n % 5 === 4 ? 'DRAFT' : 'PUBLISHED',
    currentState: n % 5 === 4 ? 'DRAFT' : 'PUBLISHED',
    currentlyPublished: n % 5 !== 4,
    language: 'en',
    domain: '',
    url: `https://www.our-firm.example/${title === 'Home' ? '' : slug(title)}`,
    contentTypeCategory: kind,
    authorName: pick(AUTHORS, n),
    createdById: String(userIds[0]),
    updatedById: String(userIds[n % userIds.length]),
    publishDate: isoInstant(moment(60, Number(id))),
    layoutSections: {},
    widgets: {},
  })
  const page = (kind: string, subcategory: string) => (title: string, n: number, id: string) => ({
    ...article(kind)(title, n, id),
    subcategory,
    templatePath: `@hubspot/elevate/templates/${subcategory}.hubl.html`,
  })
  return {
    'site-pages': shelf(101, PAGES, page('1', 'site_page')),
    'landing-pages': shelf(102, OFFERS, page('2', 'landing_page')),
    'blog-posts': shelf(103, POSTS, (title, n, id) => ({
      ...article('3')(title, n, id),
      contentGroupId: '184993428780',
      blogAuthorId: '1050000',
      tagIds: [104_000_000 + (n % TAGS.length) * 11],
      postBody: `<p>${title}. It began as a question from a customer.</p>`,
      postSummary: `${title}.`,
      featuredImage: '',
      useFeaturedImage: false,
    })),
    'blog-tags': shelf(104, TAGS, (title) => ({
      name: title,
      language: 'en',
      translatedFromId: 0,
    })),
    'blog-authors': shelf(105, AUTHORS, (title) => ({
      fullName: title,
      displayName: title,
      name: title,
      slug: slug(title),
      email: `${slug(title)}@our-firm.example`,
      language: 'en',
    })),
    'marketing-emails': shelf(106, MAILS, (title, n) => ({
      name: title,
      subject: `${title} from our firm`,
      state: n % 3 === 2 ? 'DRAFT' : 'PUBLISHED',
      type: 'BATCH_EMAIL',
      language: 'en',
      isPublished: n % 3 !== 2,
      sendOnPublish: true,
      content: {},
      from: { fromName: 'Our firm', replyTo: 'hello@our-firm.example' },
      to: {},
      publishDate: isoInstant(moment(106, n)),
      subcategory: 'batch',
    })),
    forms: shelf(107, FORMS, (title) => ({ name: title, formType: 'hubspot', ...FORM }), true),
    files: shelf(108, FILES, (title, n, id) => ({
      name: title.replace(/\.\w+$/, ''),
      extension: title.slice(title.lastIndexOf('.') + 1),
      path: `/library/${title}`,
      type: /png|jpg/.test(title) ? 'IMG' : 'DOCUMENT',
      size: 2000 + (mix(seed, 109, n) % 90_000),
      access: 'PUBLIC_INDEXABLE',
      url: `https://${portalId}.fs1.hubspotusercontent-na1.net/hubfs/${portalId}/library/${title}`,
      defaultHostingUrl: `https://${portalId}.fs1.hubspotusercontent-na1.net/hubfs/${portalId}/library/${title}`,
      parentFolderId: '108900000',
      isUsableInContent: true,
      encoding: 'binary',
      fileMd5: mix(seed, 110, Number(id)).toString(16).padStart(32, '0'),
    })),
    campaigns: shelf(
      111,
      CAMPAIGNS,
      (title, n) => ({
        properties: {
          hs_name: title,
          hs_start_date: isoInstant(moment(111, n)).slice(0, 10),
          hs_campaign_status: pick(['planned', 'in_progress', 'active', 'completed'], n),
          hs_owner: String(userIds[n % userIds.length]),
        },
      }),
      true,
    ),
    'meeting-links': shelf(112, ['Intro call', 'Demo', 'Support hour'], (title, n) => ({
      name: title,
      slug: meetingSlug(title, n),
      link: `https://meetings.hubspot.com/${meetingSlug(title, n)}`,
      type: pick(['PERSONAL_LINK', 'GROUP_CALENDAR', 'ROUND_ROBIN_CALENDAR'], n),
      organizerUserId: String(userIds[n % userIds.length]),
      userIdsOfLinkMembers: n === 0 ? [] : userIds.slice(0, 2).map(String),
      defaultLink: n === 0,
    })),
  }
}

/** A version 4 UUID made of hashes, so that it is the same for the same seed. */
export function uuidOf(seed: number, kind: number, n: number): string {
  const hex = [0, 1, 2, 3]
    .map((part) =>
      mix(seed + part, kind, n)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const FORM = {
  fieldGroups: [
    {
      groupType: 'default_group',
      richTextType: 'text',
      fields: [
        {
          objectTypeId: '0-1',
          name: 'email',
          label: 'Email',
          required: true,
          hidden: false,
          fieldType: 'email',
          validation: { blockedEmailDomains: [], useDefaultBlockList: false },
        },
      ],
    },
  ],
  configuration: {
    language: 'en',
    cloneable: true,
    editable: true,
    archivable: true,
    recaptchaEnabled: false,
    createNewContactForNewEmail: true,
    allowLinkToResetKnownValues: false,
    prePopulateKnownValues: true,
    notifyContactOwner: false,
    notifyRecipients: [],
    lifecycleStages: [],
    postSubmitAction: { type: 'thank_you', value: 'Thank you.' },
  },
  displayOptions: { theme: 'default_style', renderRawHtml: false, submitButtonText: 'Send' },
  legalConsentOptions: { type: 'none' },
}

/** A sheet of A4 in the house's look: measures, colours, running foot, and a few ways to set text. */
import PdfDocument from 'pdfkit'
import { printable } from './printable.ts'

/** Points: 1/72 inch. */
export const MARGIN = 48
export const WIDTH = 595.28 - 2 * MARGIN
const BOTTOM = 841.89 - 64

/** Of `ui/style/tokens.css`, light. */
export const INK = {
  ink: '#1b2023',
  soft: '#555c60',
  faint: '#666c6f',
  line: '#e4e1db',
  wash: '#f7f6f3',
  accent: '#0e6670',
  good: '#20693f',
  warn: '#8a5300',
  bad: '#b02a2f',
} as const
export type Ink = keyof typeof INK

const FONTS = { plain: 'Helvetica', bold: 'Helvetica-Bold', mono: 'Courier' } as const

/** Points: a text that is higher may be divided between two pages. */
const KEPT_TOGETHER = 90

const optionsOf = ({ indent = 0, width = WIDTH - indent }: TextStyle) => ({ width, lineGap: 1.5 })

const SHIELD = 'M16 5.5 24 8.6v6.9c0 5.1-3.3 9-8 11-4.7-2-8-5.9-8-11V8.6Z'

export interface TextStyle {
  readonly size: number
  readonly font?: keyof typeof FONTS
  readonly ink?: Ink
  /** From the left margin. */
  readonly indent?: number
  readonly width?: number
  /** Below the text. */
  readonly gap?: number
}

export class Sheet {
  readonly #doc: PDFKit.PDFDocument
  readonly #foot: string
  #page = 0
  /** A letter somewhere could not be shown. */
  lossy = false

  constructor(title: string, foot: string, createdAt: Date) {
    this.#foot = foot
    this.#doc = new PdfDocument({
      size: 'A4',
      margin: MARGIN,
      lang: 'en',
      displayTitle: true,
      autoFirstPage: false,
      info: { Title: this.#shown(title), Creator: 'Hubward', CreationDate: createdAt },
    })
    this.#doc.on('pageAdded', () => this.#runFoot())
    this.#doc.addPage()
  }

  get bytes(): AsyncIterable<Uint8Array> {
    return this.#doc
  }

  get y(): number {
    return this.#doc.y
  }

  set y(value: number) {
    this.#doc.y = value
  }

  end(): void {
    this.#doc.end()
  }

  /** Goes on overleaf where there is less room than that. */
  room(height: number): void {
    if (this.#doc.y + height > BOTTOM) this.#doc.addPage()
  }

  /** Room for the whole of a text, or for the first lines of a long one. */
  roomFor(text: string, style: TextStyle): void {
    this.#style(style)
    const height = this.#doc.heightOfString(this.#shown(text), optionsOf(style))
    this.room(Math.min(height, KEPT_TOGETHER))
  }

  /** Set below what was set before; a short one begins overleaf where it does not fit whole. */
  text(text: string, style: TextStyle): void {
    const shown = this.#shown(text)
    const { indent = 0, gap = 0 } = style
    const options = optionsOf(style)
    this.roomFor(text, style)
    this.#style(style)
    this.#doc.text(shown, MARGIN + indent, this.#doc.y, options)
    this.#doc.y += gap
  }

  /** At a place, without moving on. */
  at(text: string, x: number, y: number, style: TextStyle & { align?: 'left' | 'right' }): void {
    const { y: before } = this.#doc
    this.#style(style)
    this.#doc.text(this.#shown(text), x, y, {
      width: style.width ?? WIDTH,
      align: style.align ?? 'left',
      lineBreak: false,
      ellipsis: true,
      height: style.size * 1.4,
    })
    this.#doc.y = before
  }

  widthOf(text: string, style: TextStyle): number {
    this.#style(style)
    return this.#doc.widthOfString(this.#shown(text))
  }

  /** A word on a coloured plate; it carries its meaning in the word as well. @returns its width */
  plate(word: string, x: number, y: number, ink: Ink, size = 8): number {
    const style = { size, font: 'bold' } as const
    const width = this.widthOf(word, style) + 12
    this.#doc.roundedRect(x, y - 3, width, size + 7, 3).fill(INK[ink])
    this.#style({ ...style, ink: 'ink' })
    const { y: before } = this.#doc
    this.#doc
      .fillColor('#ffffff')
      .text(this.#shown(word), x + 6, y + (size + 7) / 2 - 3 - size * 0.36, { lineBreak: false })
    this.#doc.y = before
    return width
  }

  box(y: number, height: number): void {
    this.#doc.roundedRect(MARGIN, y, WIDTH, height, 5).fillAndStroke(INK.wash, INK.line)
  }

  /** `ui/public/mark.svg`, drawn. */
  mark(size: number): void {
    const doc = this.#doc
    const { y } = doc
    doc
      .save()
      .translate(MARGIN, y)
      .scale(size / 32)
    doc.roundedRect(0, 0, 32, 32, 8).fill(INK.accent)
    doc.path(SHIELD).lineWidth(2).lineJoin('round').stroke('#ffffff')
    doc.circle(16, 14, 2.5).fill('#ffffff')
    doc.moveTo(16, 16).lineTo(16, 21).lineWidth(2.2).lineCap('round').stroke('#ffffff')
    doc.restore()
  }

  dot(x: number, y: number, ink: Ink): void {
    this.#doc.circle(x, y, 2).fill(INK[ink])
  }

  rule(): void {
    const { y } = this.#doc
    this.#doc
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + WIDTH, y)
      .lineWidth(0.7)
      .stroke(INK.line)
  }

  /** To be written on. */
  line(x: number, y: number, width: number): void {
    this.#doc
      .moveTo(x, y)
      .lineTo(x + width, y)
      .lineWidth(0.7)
      .stroke(INK.faint)
  }

  #shown(text: string): string {
    const shown = printable(text)
    if (shown.lossy) this.lossy = true
    return shown.text
  }

  #style({ size, font = 'plain', ink = 'ink' }: TextStyle): void {
    this.#doc.font(FONTS[font]).fontSize(size).fillColor(INK[ink])
  }

  #runFoot(): void {
    this.#page += 1
    const y = 841.89 - 40
    // Below the margin text would begin another page.
    const { bottom } = this.#doc.page.margins
    this.#doc.page.margins.bottom = 0
    const style = { size: 7.5, ink: 'faint' } as const
    this.at(this.#foot, MARGIN, y, { ...style, width: WIDTH - 60 })
    this.at(`Page ${this.#page}`, MARGIN + WIDTH - 60, y, { ...style, width: 60, align: 'right' })
    this.#doc.page.margins.bottom = bottom
    this.#doc.x = MARGIN
    this.#doc.y = MARGIN
  }
}

import { describe, expect, it } from 'vitest'
import { type Piece, plainWords, readFormatting } from './formatting'

/** The tree as one line, to read a test at a glance. */
const draw = (pieces: Piece[]): string =>
  pieces.map((piece) => ('inside' in piece ? `<${piece.type}>${draw(piece.inside)}</>` : piece.type === 'text' ? piece.text : `<${piece.type}>${piece.text}</>`)).join('')
const read = (text: string) => draw(readFormatting(text))

describe('WhatsApp formatting', () => {
  it.each([
    ['*bold*', '<bold>bold</>'],
    ['a _b_ ~c~', 'a <italic>b</> <strike>c</>'],
    ['*bold and _both_*', '<bold>bold and <italic>both</></>'],
    ['```let a = *b*```', '<block>let a = *b*</>'],
    ['`a*b*`', '<code>a*b*</>'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['snake_case_name', 'snake_case_name'],
    ['*open', '*open'],
    ['**', '**'],
    ['*two\nlines*', '*two\nlines*'],
    ['(*bold*)', '(<bold>bold</>)'],
    ['see https://a.example/x_y_z.', 'see <link>https://a.example/x_y_z</>.'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['<img src=x onerror=1>', '<img src=x onerror=1>'],
    ['', ''],
  ])('reads %j', (text, tree) => {
    expect(read(text)).toBe(tree)
  })

  it('loses no character of a long text of marks', () => {
    const text = '*a _b ~c '.repeat(450)
    expect(read(text)).toBe(text)
  })

  it('gives the words alone for one line', () => {
    expect(plainWords('*Hello*\n_Ana_, ```x```')).toBe('Hello Ana, x')
  })
})

import { expect, test } from 'vitest'
import { guess, listOf, looksLikePhone, readSheet, textOf } from './csv'

test('a file of any separator is read, with its quotes', async () => {
  const sheet = await readSheet('\uFEFFName;Phone;Code\r\n"Ana; la de siempre";+54 9 11 5555-0101;A1\r\n\r\n')
  expect(sheet).toEqual({ columns: ['Name', 'Phone', 'Code'], rows: [['Ana; la de siempre', '+54 9 11 5555-0101', 'A1']] })
  expect((await readSheet('phone,city\n5491155550101,Rosario')).rows).toEqual([['5491155550101', 'Rosario']])
})

test('a file without a head has its columns numbered', async () => {
  expect(await readSheet('5491155550101\n5491155550102')).toEqual({ columns: ['1'], rows: [['5491155550101'], ['5491155550102']] })
})

test('numbers have 7 to 15 digits and no letters', () => {
  expect(looksLikePhone('+54 (9) 11-5555.0101')).toBe(true)
  expect(looksLikePhone('123456')).toBe(false)
  expect(looksLikePhone('not 5491155550101')).toBe(false)
})

test('the columns of number and name are found by what they are called, else by what is in them', () => {
  expect(guess({ columns: ['Nombre', 'Teléfono', 'Ciudad'], rows: [['Ana', '5491155550101', 'Salta']] })).toEqual({ phone: 1, name: 0 })
  expect(guess({ columns: ['a', 'b'], rows: [['Salta', '5491155550101']] })).toEqual({ phone: 1, name: null })
  expect(guess({ columns: ['a'], rows: [['Salta']] })).toBeNull()
})

test('bad lines are counted as a spreadsheet does, and the first of two alike stays', () => {
  const sheet = { columns: ['Name', 'Phone', 'Promo code'], rows: [['Ana', '+54 9 11 5555-0101', 'A1'], ['Nobody', 'none', 'B2'], ['Ana again', '5491155550101', 'C3'], ['', '5491155550102', '']] }
  expect(listOf(sheet, { phone: 1, name: 0 })).toEqual({
    recipients: [
      { phone: '+5491155550101', name: 'Ana', values: { Promo_code: 'A1' } },
      { phone: '+5491155550102', values: {} },
    ],
    keys: ['Promo_code'],
    bad: [3],
    twice: 1,
  })
})

test('what is no UTF-8 is read as Windows writes it', () => {
  expect(textOf(new Uint8Array([0x44, 0xed, 0x61, 0x7a]).buffer)).toBe('Díaz')
  expect(textOf(new TextEncoder().encode('Díaz').buffer)).toBe('Díaz')
})

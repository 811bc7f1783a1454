import { expect, test } from 'vitest'
import { choicesIn, keyOf } from './keyOf'

test('a key is made of the title', () => {
  expect(keyOf('Fecha de nacimiento', [])).toBe('fecha_de_nacimiento')
  expect(keyOf('  ¿Dirección? ', [])).toBe('direccion')
  expect(keyOf('2nd phone', [])).toBe('nd_phone')
  expect(keyOf('日本', [])).toBe('field')
})

test('a key that is taken gets a number', () => {
  expect(keyOf('City', ['city', 'city_2'])).toBe('city_3')
})

test('choices are lines', () => {
  expect(choicesIn(' a \n\nb\na')).toEqual(['a', 'b'])
})

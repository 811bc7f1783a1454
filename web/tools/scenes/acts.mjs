// What scenes are made of. An act gets the page, and the made-up world behind it.
export const see = (id) => (page) => page.getByTestId(id).first().waitFor()
export const press = (...ids) => async (page) => {
  for (const id of ids) await page.getByTestId(id).first().click()
}
export const words = (text) => (page) => page.getByText(text).first().waitFor()
export const button = (name) => (page) => page.getByRole('button', { name, exact: typeof name === 'string' }).first().click()
export const fill = (id, text) => (page) => page.getByTestId(id).first().fill(text)
export const choose = (id, value) => (page) => page.getByTestId(id).first().selectOption(value)
export const key = (which) => (page) => page.keyboard.press(which)
export const dialog = (page) => page.getByRole('dialog').first().waitFor()
/** Until what has just opened has come to rest. */
export const rest = (page) => page.waitForTimeout(250)
export const both = (...acts) => async (page, world) => {
  for (const act of acts) await act(page, world)
}
/** An entry of a menu that opens below a button. */
export const menu = (id, item) => async (page) => {
  await page.getByTestId(id).first().click()
  await page.getByRole('menuitem', { name: item }).click()
  await page.getByRole('dialog').waitFor()
}

export const small = { width: 390, height: 780 }
/** An answer that is a failure is written to the console too. */
export const failing = (what, more = {}) => ({ ...more, expected: /503/, before: (world) => (world.failing = what) })

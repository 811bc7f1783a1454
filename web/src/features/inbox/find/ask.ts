/** By which the head of the thread asks for the find bar, which comes with the talk. */
export const findEvent = 'inbox:find'

export const askToFind = () => void window.dispatchEvent(new CustomEvent(findEvent))

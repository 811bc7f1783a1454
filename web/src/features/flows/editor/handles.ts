/** React Flow wants a name for every handle; this one stands for the way without a name. */
export const plainHandle = '~'
export const toHandle = (handle: string | null | undefined) => handle ?? plainHandle
export const fromHandle = (handle: string | null | undefined) => (!handle || handle === plainHandle ? null : handle)

/** Groups the digits of a number so that people can read them. */
export function phoneText(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  if (!digits) return phone
  if (digits.startsWith('549') && digits.length === 13)
    return `+54 9 ${digits.slice(3, 5)} ${digits.slice(5, 9)}-${digits.slice(9)}`
  return `+${digits.slice(0, 2)} ${digits.slice(2).replace(/(\d{3,4})(?=(\d{4})+$)/g, '$1 ')}`
}

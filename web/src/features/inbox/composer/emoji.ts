/** A small set that people use in service talk; a phone's or a system's own picker has the rest. */
export const emoji = {
  smile: '😀 😃 😄 😁 😅 😂 🙂 😉 😊 😇 🥰 😍 😘 😋 😎 🤩 🥳 🤗 🤔 🤫 😌 😴 😐 🙄 😬 😔 😟 😕 🥺 😢 😭 😤 😠 😱 😳 🤒 🤕 🤧 🥵 🤯',
  hand: '👍 👎 👌 ✌️ 🤞 🤝 👏 🙌 🙏 👋 💪 👉 👇 ☝️ ✋ 🫶 🤙 ✍️ 👀 🧑‍⚕️ 🧑‍🔧 🧑‍🍳 🧑‍💻 🙋 🙆 🤷 🚶 🏃',
  heart: '❤️ 🧡 💛 💚 💙 💜 🖤 🤍 💖 💐 🌹 🌻 🌷 🍀 ⭐ ✨ 🎉 🎊 🎁 🎂 🏆 🥇',
  thing: '📅 ⏰ ⌛ 📍 🗺️ 🏠 🏥 🏦 🏪 🚗 🚌 🚚 ✈️ 📦 🛒 🛍️ 💳 💵 🧾 📞 📱 💻 📧 📎 📄 📷 🔑 🔒 🔔 🔧 💊 🩺 ☕ 🍕 🍽️ 🐶 🐱 ☀️ 🌧️ ❄️',
  sign: '✅ ☑️ ❌ ⚠️ ❗ ❓ ⛔ 🚫 🔴 🟡 🟢 🔵 ➡️ ⬅️ ⬆️ ⬇️ 🔄 🆗 🆕 💯 1️⃣ 2️⃣ 3️⃣ 4️⃣ 5️⃣',
} as const

export type EmojiGroup = keyof typeof emoji

export const groups = Object.entries(emoji).map(([group, all]) => ({ group: group as EmojiGroup, all: all.split(' ') }))

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WhatsAppBot.Simulator;

/// <summary>AES-GCM with an IV of 16 bytes, as Meta uses it for forms; the framework's own takes 12 only.</summary>
internal static class WideGcm
{
    private const int Tag = 16;

    /// <summary>The sealed text with its tag behind it.</summary>
    public static byte[] Seal(byte[] key, byte[] iv, ReadOnlySpan<byte> text)
    {
        using var aes = Cipher(key);
        var (hash, start) = Begin(aes, iv);
        var output = new byte[text.Length + Tag];
        Count(aes, start, text, output);
        TagOf(aes, hash, start, output.AsSpan(0, text.Length)).CopyTo(output, text.Length);
        return output;
    }

    /// <summary>The text, or null when the tag is not right.</summary>
    public static byte[]? Open(byte[] key, byte[] iv, ReadOnlySpan<byte> input)
    {
        if (input.Length < Tag)
        {
            return null;
        }

        using var aes = Cipher(key);
        var (hash, start) = Begin(aes, iv);
        var sealedText = input[..^Tag];

        if (!CryptographicOperations.FixedTimeEquals(TagOf(aes, hash, start, sealedText), input[^Tag..]))
        {
            return null;
        }

        var text = new byte[sealedText.Length];
        Count(aes, start, sealedText, text);
        return text;
    }

    private static Aes Cipher(byte[] key)
    {
        var aes = Aes.Create();
        aes.Key = key;
        return aes;
    }

    // the first counter of an IV that is not 12 bytes long is the hash of the IV
    private static (UInt128 Hash, byte[] Start) Begin(Aes aes, byte[] iv)
    {
        var hash = Number(Block(aes, new byte[16]));
        var start = Hashed(hash, iv, lengths: (UInt128)((ulong)iv.Length * 8));
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, start);
        return (hash, bytes);
    }

    private static void Count(Aes aes, byte[] start, ReadOnlySpan<byte> from, Span<byte> to)
    {
        var counter = (byte[])start.Clone();

        for (var at = 0; at < from.Length; at += 16)
        {
            BinaryPrimitives.WriteUInt32BigEndian(
                counter.AsSpan(12),
                BinaryPrimitives.ReadUInt32BigEndian(counter.AsSpan(12)) + 1
            );
            var stream = Block(aes, counter);

            for (var one = at; one < Math.Min(from.Length, at + 16); one++)
            {
                to[one] = (byte)(from[one] ^ stream[one - at]);
            }
        }
    }

    private static byte[] TagOf(Aes aes, UInt128 hash, byte[] start, ReadOnlySpan<byte> sealedText)
    {
        var sum = Hashed(hash, sealedText, lengths: (UInt128)((ulong)sealedText.Length * 8));
        var tag = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(tag, sum ^ Number(Block(aes, start)));
        return tag;
    }

    private static UInt128 Hashed(UInt128 hash, ReadOnlySpan<byte> bytes, UInt128 lengths)
    {
        var sum = UInt128.Zero;
        Span<byte> block = stackalloc byte[16];

        for (var at = 0; at < bytes.Length; at += 16)
        {
            block.Clear();
            bytes[at..Math.Min(bytes.Length, at + 16)].CopyTo(block);
            sum = Times(sum ^ BinaryPrimitives.ReadUInt128BigEndian(block), hash);
        }

        return Times(sum ^ lengths, hash);
    }

    // in the field of 2^128, bits counted from the left
    private static UInt128 Times(UInt128 a, UInt128 b)
    {
        var (product, shifted) = (UInt128.Zero, b);

        for (var bit = 127; bit >= 0; bit--)
        {
            if (((a >> bit) & 1) == 1)
            {
                product ^= shifted;
            }

            var last = (shifted & 1) == 1;
            shifted >>= 1;

            if (last)
            {
                shifted ^= new UInt128(0xe100_0000_0000_0000, 0);
            }
        }

        return product;
    }

    private static byte[] Block(Aes aes, byte[] block) => aes.EncryptEcb(block, PaddingMode.None);

    private static UInt128 Number(byte[] block) => BinaryPrimitives.ReadUInt128BigEndian(block);
}

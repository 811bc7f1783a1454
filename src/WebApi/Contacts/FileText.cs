using System.Text;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>How a file is written: its encoding, what kind it is, and what stands between its values.</summary>
internal sealed record FileShape(string Encoding, string Format, char Delimiter)
{
    public const string Csv = "csv";
    public const string Json = "json";
    public const string JsonLines = "jsonl";

    private const int SampleSize = 64 * 1024;

    static FileShape() => System.Text.Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Looks at the beginning of a file.</summary>
    public static async Task<FileShape> Of(Stream content, string? encoding, char? delimiter, CancellationToken cancel)
    {
        var sample = new byte[SampleSize];
        var length = await content.ReadAtLeastAsync(sample, SampleSize, throwOnEndOfStream: false, cancel);
        var name = encoding ?? Guess(sample.AsSpan(0, length), whole: length < SampleSize);
        var text = EncodingOf(name).GetString(sample, 0, length).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        var format =
            text.StartsWith('[') ? Json
            : text.StartsWith('{') ? JsonLines
            : Csv;
        return new FileShape(name, format, delimiter ?? Separator(text));
    }

    public static bool IsEncoding(string name) => name is "utf-8" or "utf-16" or "utf-16BE" or "windows-1252";

    public static Encoding EncodingOf(string name) => System.Text.Encoding.GetEncoding(name);

    private static string Guess(ReadOnlySpan<byte> sample, bool whole) =>
        sample switch
        {
            [0xFF, 0xFE, ..] => "utf-16",
            [0xFE, 0xFF, ..] => "utf-16BE",
            [0xEF, 0xBB, 0xBF, ..] => "utf-8",
            // Latin letters in two bytes each, without a mark
            [not 0, 0, not 0, 0, ..] => "utf-16",
            [0, not 0, 0, not 0, ..] => "utf-16BE",
            _ => IsUtf8(sample, whole) ? "utf-8" : "windows-1252",
        };

    /// <summary>A few broken bytes in a file that is UTF-8 elsewhere are broken bytes; a file without any whole sign of it is something else.</summary>
    private static bool IsUtf8(ReadOnlySpan<byte> sample, bool whole)
    {
        var (good, bad) = (0, 0);
        while (!sample.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(sample, out var rune, out var used);
            if (status == System.Buffers.OperationStatus.Done)
                good += rune.Value > 127 ? 1 : 0;
            else if (whole || sample.Length > 4)
                bad++;
            sample = sample[Math.Max(used, 1)..];
        }
        return bad <= good;
    }

    /// <summary>What stands most often in the first line outside of quotes.</summary>
    private static char Separator(string text)
    {
        Span<int> counts = stackalloc int[4];
        const string Known = ",;\t|";
        var quoted = false;
        foreach (var sign in text)
        {
            if (sign == '"')
                quoted = !quoted;
            else if (!quoted && sign is '\r' or '\n')
                break;
            else if (!quoted && Known.IndexOf(sign) is >= 0 and var which)
                counts[which]++;
        }
        var most = 0;
        for (var i = 1; i < counts.Length; i++)
        {
            if (counts[i] > counts[most])
                most = i;
        }
        return Known[most];
    }
}

/// <summary>The bytes of a stored file as a stream, part by part.</summary>
internal sealed class PartStream(IAsyncEnumerable<byte[]> parts) : Stream
{
    private readonly IAsyncEnumerator<byte[]> next = parts.GetAsyncEnumerator();
    private byte[] part = [];
    private int at;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (at == part.Length)
        {
            if (!await next.MoveNextAsync())
                return 0;
            (part, at) = (next.Current, 0);
        }
        var length = Math.Min(buffer.Length, part.Length - at);
        part.AsMemory(at, length).CopyTo(buffer);
        at += length;
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask DisposeAsync()
    {
        await next.DisposeAsync();
        await base.DisposeAsync();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

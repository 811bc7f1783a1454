using System.Text;

namespace WhatsAppBot.CallingOut;

/// <summary>The body is larger than we take.</summary>
internal sealed class TooLargeException : Exception;

/// <summary>Reads answers, and no more of them than we take.</summary>
internal static class Answer
{
    private const int LargestBody = 256 * 1024;

    public static async Task<CallEnd.Answered> Read(HttpResponseMessage response, CancellationToken cancel)
    {
        var body = await Bytes(response.Content, cancel);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.NonValidated)
            headers[name.ToLowerInvariant()] = values.ToString();
        foreach (var (name, values) in response.Content.Headers.NonValidated)
            headers[name.ToLowerInvariant()] = values.ToString();
        return new CallEnd.Answered((int)response.StatusCode, headers, Text(body, response.Content));
    }

    /// <summary>The stream is the decompressed one: a bomb is given up at its first 256 KiB.</summary>
    private static async Task<ArraySegment<byte>> Bytes(HttpContent content, CancellationToken cancel)
    {
        if (content.Headers.ContentLength > LargestBody)
            throw new TooLargeException();

        await using var stream = await content.ReadAsStreamAsync(cancel);
        var buffer = new byte[4096];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancel);
            if (read == 0)
                return new ArraySegment<byte>(buffer, 0, length);
            length += read;
            if (length > LargestBody)
                throw new TooLargeException();
            if (length == buffer.Length)
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, LargestBody + 1));
        }
    }

    private static string Text(ArraySegment<byte> body, HttpContent content)
    {
        using var reader = new StreamReader(
            new MemoryStream(body.Array ?? [], body.Offset, body.Count),
            Charset(content),
            detectEncodingFromByteOrderMarks: true
        );
        return reader.ReadToEnd();
    }

    private static Encoding Charset(HttpContent content)
    {
        try
        {
            return content.Headers.ContentType?.CharSet is { Length: > 0 } name
                ? Encoding.GetEncoding(name.Trim('"'))
                : Encoding.UTF8;
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return Encoding.UTF8;
        }
    }
}

using System.Net;
using System.Net.Http.Headers;

namespace WhatsAppBot.WhatsApp;

/// <summary>
/// A request body that knows whether anybody began to write it. Until then Meta cannot have accepted the call, whatever went wrong;
/// from then on <see cref="SocketsHttpHandler"/> never repeats it by itself. Whoever sends it is asked once more when a connection stands:
/// to make one takes seconds at times.
/// </summary>
internal sealed class WatchedContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly ReadOnlyMemory<byte> body;
    private readonly Func<bool>? mayBegin;
    private volatile bool begun;

    public WatchedContent(ReadOnlyMemory<byte> body, Func<bool>? mayBegin = null)
    {
        this.body = body;
        this.mayBegin = mayBegin;
        Headers.ContentType = Json;
    }

    public bool Begun => begun;

    /// <summary>It was not to begin any more, and did not.</summary>
    public bool Withheld { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        if (mayBegin?.Invoke() == false)
        {
            Withheld = true;
            throw new IOException("It is not to be sent any more.");
        }
        begun = true;
        return stream.WriteAsync(body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}

using System.Net;
using System.Net.Http.Headers;

namespace WhatsAppBot.WhatsApp;

/// <summary>
/// A request body that knows whether anybody began to write it. Until then Meta cannot have accepted the call, whatever went wrong;
/// from then on <see cref="SocketsHttpHandler"/> never repeats it by itself.
/// </summary>
internal sealed class WatchedContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly ReadOnlyMemory<byte> body;
    private volatile bool begun;

    public WatchedContent(ReadOnlyMemory<byte> body)
    {
        this.body = body;
        Headers.ContentType = Json;
    }

    public bool Begun => begun;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        begun = true;
        return stream.WriteAsync(body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}

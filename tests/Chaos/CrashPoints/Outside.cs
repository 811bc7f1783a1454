using System.Globalization;
using System.Net;

namespace WhatsAppBot.Chaos.CrashPoints;

/// <summary>Somebody else's server: hears each call, and answers that all is well.</summary>
internal sealed class Outside : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Action<HttpListenerRequest> _hear;

    public Outside(Action<HttpListenerRequest> hear)
    {
        _hear = hear;
        Host = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Next()}");
        _listener.Prefixes.Add($"http://{Host}/");
        _listener.Start();
        _ = Serve();
    }

    public string Host { get; }

    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        while (_listener.IsListening)
        {
            var call = await _listener.GetContextAsync();
            _hear(call.Request);
            try
            {
                call.Response.StatusCode = 204;
                call.Response.Close();
            }
            catch (Exception trouble) when (trouble is HttpListenerException or IOException or ObjectDisposedException)
            {
                // who called has died meanwhile; the others are still to be answered
            }
        }
    }
}

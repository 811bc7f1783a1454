using System.Globalization;

namespace WhatsAppBot.Load;

/// <summary>Stands for Meta: notes every send it is asked for, and accepts it.</summary>
internal sealed class GraphStub : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly People people;
    private readonly TimeSpan latency;
    private long number;

    public GraphStub(People people, TimeSpan latency)
    {
        (this.people, this.latency) = (people, latency);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(Answer);
    }

    public string Address => app.Urls.First();

    public Task Start() => app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Answer(HttpContext http)
    {
        var body = new byte[http.Request.ContentLength ?? 4096];
        var length = await http.Request.Body.ReadAtLeastAsync(
            body,
            body.Length,
            throwOnEndOfStream: false,
            http.RequestAborted
        );
        var arrived = System.Diagnostics.Stopwatch.GetTimestamp();

        // "to":"+549…": the digits after it are the contact's phone
        var at = body.AsSpan(0, length).IndexOf("\"to\":\"+"u8);
        var digits = at < 0 ? [] : body.AsSpan(at + 7, Phones.Length);
        people.Answered(Phones.IndexOf(digits), arrived);

        if (latency > TimeSpan.Zero)
            await Task.Delay(latency, http.RequestAborted);

        http.Response.ContentType = "application/json";
        var wamid = Interlocked.Increment(ref number).ToString(CultureInfo.InvariantCulture);
        await http.Response.WriteAsync(
            $$"""{"messaging_product":"whatsapp","contacts":[{"input":"x","wa_id":"x"}],"messages":[{"id":"wamid.{{wamid}}"}]}"""
        );
    }
}

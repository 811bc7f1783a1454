// The least that a webhook receiver which loses nothing has to do: check the signature, commit one row together with others that wait, answer 200, and
// send one message. No parser, no flow, no order, no state: what costs more than this is what the product does above it.
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using WhatsAppBot.Floor;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
await using var source = NpgsqlDataSource.Create(
    builder.Configuration["ConnectionStrings:Main"] ?? throw new InvalidOperationException("ConnectionStrings__Main")
);
await using (
    var make = source.CreateCommand(
        "create table if not exists floor (id bigint generated always as identity primary key, body bytea not null, received_at timestamptz not null default now())"
    )
)
    await make.ExecuteNonQueryAsync();

var rows = new Rows(source);
using var graph = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 })
{
    BaseAddress = new Uri(
        builder.Configuration["WhatsApp:GraphBaseUrl"] ?? throw new InvalidOperationException("WhatsApp__GraphBaseUrl")
    ),
};
var secret = Encoding.UTF8.GetBytes(builder.Configuration["Floor:Secret"] ?? "bench-secret");

var app = builder.Build();
app.MapGet("/health/ready", () => Results.Ok());
app.MapPost("/webhooks/whatsapp/{connection}", Deliver);
await app.RunAsync();

async Task Deliver(HttpContext http)
{
    var body = new byte[http.Request.ContentLength ?? 0];
    await http.Request.Body.ReadExactlyAsync(body, http.RequestAborted);
    var given = http.Request.Headers["X-Hub-Signature-256"].ToString();
    if (
        given.Length != 71
        || !CryptographicOperations.FixedTimeEquals(
            HMACSHA256.HashData(secret, body),
            Convert.FromHexString(given.AsSpan(7))
        )
    )
    {
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return;
    }

    await rows.Add(body);
    _ = Send(body);
}

async Task Send(byte[] body)
{
    var at = body.AsSpan().IndexOf("\"from\":\""u8) + 8;
    var from = Encoding.ASCII.GetString(body.AsSpan(at, body.AsSpan(at).IndexOf((byte)'"')));
    using var answer = await graph.PostAsync(
        "/v23.0/100000000000001/messages",
        new StringContent(
            $$$"""{"messaging_product":"whatsapp","recipient_type":"individual","to":"+{{{from}}}","type":"text","text":{"body":"pong"}}""",
            Encoding.UTF8,
            "application/json"
        )
    );
    await answer.Content.ReadAsByteArrayAsync();
}

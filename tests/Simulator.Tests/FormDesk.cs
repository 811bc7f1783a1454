using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>The endpoint of a form, as a business would have it: it opens what comes and seals what it answers.</summary>
internal sealed class FormDesk : IAsyncDisposable
{
    private readonly RSA key = RSA.Create(2048);
    private readonly ConcurrentQueue<string> answers = new();
    private readonly ConcurrentQueue<JsonNode> asked = new();
    private readonly string secret;
    private WebApplication? app;
    private int failing;

    private FormDesk(string secret) => this.secret = secret;

    public string Url { get; private set; } = "";
    public string PublicKey => key.ExportSubjectPublicKeyInfoPem();
    public IReadOnlyList<JsonNode> Asked => [.. asked];

    public static async Task<FormDesk> Start(string secret)
    {
        var desk = new FormDesk(secret);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        desk.app = builder.Build();
        desk.app.MapPost("/desk", desk.Answer);
        await desk.app.StartAsync(TestContext.Current.CancellationToken);
        desk.Url = $"{desk.app.Urls.Single()}/desk";
        return desk;
    }

    /// <summary>What it says its answers are.</summary>
    public string ContentType { get; set; } = "text/plain";

    public void Answers(string json) => answers.Enqueue(json);

    public void Fails(int status) => failing = status;

    public async ValueTask DisposeAsync()
    {
        key.Dispose();

        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    private async Task<IResult> Answer(HttpRequest request)
    {
        if (failing != 0)
        {
            return Results.StatusCode(failing);
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body.ToArray());

        if (request.Headers["X-Hub-Signature-256"] != $"sha256={Convert.ToHexStringLower(hash)}")
        {
            return Results.StatusCode(432);
        }

        var envelope = JsonNode.Parse(body.ToArray())!;
        var aes = key.Decrypt(Bytes(envelope, "encrypted_aes_key"), RSAEncryptionPadding.OaepSHA256);
        var iv = Bytes(envelope, "initial_vector");

        if (WideGcm.Open(aes, iv, Bytes(envelope, "encrypted_flow_data")) is not { } text)
        {
            return Results.StatusCode(421);
        }

        asked.Enqueue(JsonNode.Parse(text)!);
        var answer = answers.TryDequeue(out var next) ? next : """{"data":{"status":"active"}}""";
        var turned = iv.Select(one => (byte)~one).ToArray();
        var closed = Convert.ToBase64String(WideGcm.Seal(aes, turned, Encoding.UTF8.GetBytes(answer)));
        return Results.Bytes(Encoding.ASCII.GetBytes(closed), ContentType);
    }

    private static byte[] Bytes(JsonNode envelope, string name) => Convert.FromBase64String((string)envelope[name]!);
}

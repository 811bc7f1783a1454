using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using WhatsAppBot.Simulator;

namespace WhatsAppBot.Contract;

/// <summary>Meta's own Node SDK, unchanged, sends through the simulator as it would to Meta: over HTTPS, under the root.</summary>
public sealed class MetaSdkTests
{
    private const string Id = "100000000000001";
    private const string Ada = "491700000001";
    private const string Token = "sdk-token";

    [Fact]
    public async Task Metas_own_SDK_is_served_like_by_Meta()
    {
        using var certificate = Certificate();
        await using var app = await Start(certificate);
        var port = new Uri(app.Urls.Single()).Port;
        using var http = Client(port);
        await Template(http);
        var picture = await Upload(http);

        var answers = await Node(certificate, port, picture);

        foreach (var name in new[] { "text", "template", "button", "list", "image", "document", "location" })
        {
            Assert.True((int)answers[name]!["status"]! == 200, $"{name}: {answers[name]}");
            Assert.StartsWith(
                "wamid.",
                (string?)answers[name]!["body"]!["messages"]![0]!["id"],
                StringComparison.Ordinal
            );
            Assert.Equal(Ada, (string?)answers[name]!["body"]!["contacts"]![0]!["wa_id"]);
        }

        Assert.True((bool)answers["pin"]!["body"]!["success"]!);
        Assert.Equal(
            (400, 100),
            ((int)answers["tooLong"]!["status"]!, (int)answers["tooLong"]!["body"]!["error"]!["code"]!)
        );
        var chat = JsonNode.Parse(
            await http.GetStringAsync($"/simulator/api/numbers/{Id}/phones/{Ada}/messages", Cancel)
        )!;
        Assert.Equal(
            ["text", "template", "buttons", "list", "image", "document", "location"],
            chat["items"]!.AsArray().Select(message => (string)message!["type"]!)
        );
        Assert.Equal("Hello Ana, your order is on its way.", (string?)chat["items"]![1]!["text"]);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<WebApplication> Start(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate))
        );
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Simulator:Numbers:0:PhoneNumberId"] = Id,
                ["Simulator:Numbers:0:Number"] = "15550000001",
                ["Simulator:Numbers:0:AccessToken"] = Token,
                ["Simulator:ReviewAfterMs"] = "0",
            }
        );
        builder.Services.AddSimulator(builder.Configuration);
        var app = builder.Build();
        app.MapSimulator();
        app.MapGraphAtRoot();
        await app.StartAsync(Cancel);
        return app;
    }

    private static HttpClient Client(int port)
    {
        var handler = new HttpClientHandler
        {
            // the certificate was made a moment ago by this very test
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        };
        var http = new HttpClient(handler) { BaseAddress = new Uri($"https://localhost:{port}") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        return http;
    }

    private static async Task Template(HttpClient http)
    {
        using var wish = new StringContent(
            """{"name":"order","language":"en_US","category":"UTILITY","components":[{"type":"BODY","text":"Hello {{1}}, your order is on its way.","example":{"body_text":[["Ana"]]}}]}""",
            null,
            "application/json"
        );
        using var made = await http.PostAsync("/v25.0/200000000000001/message_templates", wish, Cancel);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Cancel));
    }

    private static async Task<string> Upload(HttpClient http)
    {
        using var file = new ByteArrayContent([0x89, 0x50, 0x4e, 0x47, 1, 2, 3])
        {
            Headers = { ContentType = new("image/png") },
        };
        using var form = new MultipartFormDataContent
        {
            { file, "file", "a.png" },
            { new StringContent("whatsapp"), "messaging_product" },
        };
        using var taken = await http.PostAsync($"/v25.0/{Id}/media", form, Cancel);
        return (string)JsonNode.Parse(await taken.Content.ReadAsStringAsync(Cancel))!["id"]!;
    }

    private static async Task<JsonNode> Node(X509Certificate2 certificate, int port, string picture)
    {
        var folder = Path.Combine(Repository.Root, "tests", "MetaSdk");

        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            await Run("npm", folder, [], "ci", "--no-audit", "--no-fund");
        }

        var pem = Path.Combine(Directory.CreateTempSubdirectory("meta-sdk").FullName, "ca.pem");
        await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem(), Cancel);
        var output = await Run(
            "node",
            folder,
            new()
            {
                ["NODE_ENV"] = "production",
                ["NODE_EXTRA_CA_CERTS"] = pem,
                ["WA_BASE_URL"] = "localhost",
                ["WA_PHONE_NUMBER_ID"] = Id,
                ["M4D_APP_ID"] = "500000000000001",
                ["M4D_APP_SECRET"] = "secret",
                ["WA_BUSINESS_ACCOUNT_ID"] = "200000000000001",
                ["CLOUD_API_VERSION"] = "v25.0",
                ["CLOUD_API_ACCESS_TOKEN"] = Token,
                ["WEBHOOK_ENDPOINT"] = "hook",
                ["WEBHOOK_VERIFICATION_TOKEN"] = "verify",
                ["SIMULATOR_PORT"] = $"{port}",
                ["RECIPIENT"] = Ada,
                ["MEDIA_ID"] = picture,
            },
            "send.js"
        );
        Directory.Delete(Path.GetDirectoryName(pem)!, recursive: true);
        return JsonNode.Parse(output)!;
    }

    private static async Task<string> Run(
        string program,
        string folder,
        Dictionary<string, string> environment,
        params string[] arguments
    )
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };

        foreach (var (name, value) in environment)
        {
            process.StartInfo.Environment[name] = value;
        }

        process.Start();
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == 0, $"{program}: {await errors}{await output}");
        return await output;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}

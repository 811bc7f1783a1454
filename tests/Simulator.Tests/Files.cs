using System.Net;
using System.Net.Http.Headers;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>Files to and from the simulator.</summary>
internal static class Files
{
    public static async Task<Answer> Upload(
        this Simulation meta,
        byte[] bytes,
        string mime,
        string? product = "whatsapp"
    )
    {
        using var file = new ByteArrayContent(bytes) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mime) } };
        using var form = new MultipartFormDataContent { { file, "file", "name.bin" } };

        if (product is not null)
        {
            form.Add(new StringContent(product), "messaging_product");
        }

        return await meta.Post($"/simulator/graph/v25.0/{Simulation.Id}/media", form);
    }

    public static async Task<Answer> Post(
        this Simulation meta,
        string path,
        HttpContent content,
        string? token = Simulation.Token
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await meta.Ask(request);
    }

    public static async Task<string> UrlOf(this Simulation meta, string id) =>
        (string)(await meta.Get($"/simulator/graph/v25.0/{id}", Simulation.Token)).Json["url"]!;

    public static async Task<(HttpStatusCode Status, byte[] Bytes)> Download(
        this Simulation meta,
        string url,
        string? token = Simulation.Token
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await meta.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (
            response.StatusCode,
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)
        );
    }
}

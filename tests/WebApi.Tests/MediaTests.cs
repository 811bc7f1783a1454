using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

public sealed class MediaTests : IAsyncLifetime
{
    private const string All = "/api/v1/workspaces/demo/media";

    private TestDatabase? place;
    private WebApplication? meta;
    private WebApplication? app;
    private HttpClient http = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        place = await TestDatabase.Create(Site.Migrate);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        meta = builder.Build();
        meta.MapPost("/v25.0/111/media", () => Results.Json(new { id = "m1" }));
        meta.MapGet(
            "/v25.0/m1",
            (HttpRequest request) =>
                Results.Json(
                    new
                    {
                        url = $"http://{request.Host}/file",
                        mime_type = "image/png",
                        id = "m1",
                    }
                )
        );
        meta.MapGet(
            "/v25.0/m2",
            () => Results.Json(new { error = new { code = 190, message = "Expired" } }, statusCode: 401)
        );
        meta.MapGet(
            "/file",
            (HttpRequest request) =>
                request.Headers.Authorization == "Bearer token" ? Results.Bytes([1, 2, 3]) : Results.Unauthorized()
        );
        await meta.StartAsync(Cancel);
        app = await Site.Start(place.ConnectionString, demo: true, graph: meta.Urls.First());
        http = Site.ClientOf(app);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (app is not null)
            await app.DisposeAsync();
        if (meta is not null)
            await meta.DisposeAsync();
        if (place is not null)
            await place.DisposeAsync();
    }

    [Fact]
    public async Task A_file_is_brought_to_Meta()
    {
        using var answer = await Upload("image/png", 3);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var view = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(
            ("m1", "image", 3),
            (
                view.GetProperty("id").GetString(),
                view.GetProperty("kind").GetString(),
                view.GetProperty("size").GetInt32()
            )
        );
    }

    [Theory]
    [InlineData("text/html", 3, 415, "media-type")]
    [InlineData("image/png", 0, 400, "file")]
    [InlineData("image/png", (5 * 1024 * 1024) + 1, 413, "too-large")]
    public async Task What_WhatsApp_does_not_take_is_refused_here(string type, int size, int status, string problem)
    {
        using var answer = await Upload(type, size);

        await Site.Problem(answer, status, problem);
    }

    [Fact]
    public async Task What_is_no_file_is_refused()
    {
        using var json = await http.PostAsJsonAsync($"{All}?channel=1", new { file = "x" }, Cancel);
        await Site.Problem(json, 415, "media-type");
        using var form = new FormUrlEncodedContent([new("file", "x")]);
        using var plain = await http.PostAsync($"{All}?channel=1", form, Cancel);
        await Site.Problem(plain, 400, "file");
        using var nowhere = await http.PostAsync($"{All}?channel=987", form, Cancel);
        await Site.Problem(nowhere, 404, "not-found");
    }

    [Fact]
    public async Task A_file_of_a_message_passes_through_us()
    {
        using var answer = await http.GetAsync($"{All}/{await Message("image/png")}", Cancel);

        Assert.Equal([1, 2, 3], await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(answer.Headers.CacheControl?.Private);
        Assert.True(answer.Headers.CacheControl?.MaxAge > TimeSpan.Zero);
    }

    [Fact]
    public async Task What_could_run_in_a_page_is_saved_and_not_shown()
    {
        using var answer = await http.GetAsync($"{All}/{await Message("text/html")}", Cancel);

        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
    }

    [Fact]
    public async Task A_refused_token_is_told_and_noted_and_the_file_is_not_called_gone()
    {
        using var answer = await http.GetAsync($"{All}/{await Message("image/png", "m2")}", Cancel);

        await Site.Problem(answer, 422, "token-expired");
        await using var ask = (place ?? throw new InvalidOperationException("not started")).Source.CreateCommand(
            "select count(*) from connections where token_refused_at is not null"
        );
        Assert.Equal(1L, await ask.ExecuteScalarAsync(Cancel));
    }

    [Theory]
    [InlineData("m1")]
    [InlineData("1-")]
    [InlineData("9-9")]
    [InlineData("..%2F..%2Fv25.0%2Fm1")]
    public async Task Only_messages_have_files(string id) =>
        await Site.Problem(await http.GetAsync($"{All}/{id}", Cancel), 404, "not-found");

    [Fact]
    public async Task Files_that_come_all_at_once_are_told_to_come_again_before_they_fill_the_disk()
    {
        var door = app!.Services.GetRequiredService<WhatsAppBot.WebApi.Inbox.MediaDoor>();
        var taken = new List<IDisposable>();
        while (await door.Arrivals.Take(Cancel) is { } place)
            taken.Add(place);
        Assert.Equal(32, taken.Count);

        using (var refused = await Upload("image/png", 3))
            await Site.Problem(refused, 503);

        taken.ForEach(place => place.Dispose());
        using var answer = await Upload("image/png", 3);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> Upload(string type, int size)
    {
        using var file = new ByteArrayContent(new byte[size]);
        file.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var form = new MultipartFormDataContent { { file, "file", "a.png" } };
        return await http.PostAsync($"{All}?channel=1", form, Cancel);
    }

    private async Task<string> Message(string type, string id = "m1")
    {
        await using var insert = (place ?? throw new InvalidOperationException("not started")).Source.CreateCommand(
            $$"""
            with p as (insert into contacts (workspace_id, name, phone) values ('demo', 'Ada', '4915112345') returning id),
            c as (insert into conversations (workspace_id, channel_id, contact_id, seq) select 'demo', 1, id, 1 from p returning id)
            insert into messages (conversation_id, seq, changed_seq, workspace_id, channel_id, direction, kind, text, content, author, status, created_at)
            select id, 1, 1, 'demo', 1, 0, 'image', '', '{"type":"media","media":"image","id":"{{id}}","mimeType":"{{type}}"}', '{"type":"contact"}', 100, now()
            from c returning conversation_id
            """
        );
        return $"{await insert.ExecuteScalarAsync(Cancel)}-1";
    }
}

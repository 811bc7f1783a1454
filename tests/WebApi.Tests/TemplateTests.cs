using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

public sealed class TemplateTests : IAsyncLifetime
{
    private const string All = "/api/v1/workspaces/demo/templates";

    private readonly ConcurrentQueue<string> parts = new();
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
        meta.MapGet(
            "/v25.0/debug_token",
            () =>
                Results.Json(
                    new
                    {
                        data = new
                        {
                            app_id = "900",
                            is_valid = true,
                            scopes = Array.Empty<string>(),
                        },
                    }
                )
        );
        meta.MapGet(
            "/v25.0/77/message_templates",
            () => Results.Json(new { error = new { code = 190, message = "Expired" } }, statusCode: 401)
        );
        meta.MapPost(
            "/v25.0/900/uploads",
            (string file_name, long file_length, string file_type) =>
                file_name == "refused.png"
                    ? Results.Json(new { error = new { code = 100, message = "no" } }, statusCode: 400)
                    : Results.Json(new { id = $"upload:{file_length}.{file_type.Replace('/', '.')}" })
        );
        meta.MapPost(
            "/v25.0/{upload}",
            async (string upload, HttpRequest request) =>
            {
                var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                parts.Enqueue(
                    $"{upload} {body.Length} from {request.Headers["file_offset"]} with {request.Headers.Authorization}"
                );
                return Results.Json(new { h = "4::abc" });
            }
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
    public async Task An_example_goes_to_the_app_of_the_token_and_its_handle_comes_back()
    {
        using var answer = await Bring("image/png", 3);

        var told = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("4::abc", told.GetProperty("handle").GetString());
        Assert.Equal("upload:3.image.png 3 from 0 with OAuth token", Assert.Single(parts));
    }

    [Theory]
    [InlineData("image/webp", 3, 415, "media-type")]
    [InlineData("image/png", 0, 400, "file")]
    [InlineData("image/png", (5 * 1024 * 1024) + 1, 413, "too-large")]
    public async Task What_no_header_can_show_is_refused_here(string type, int size, int status, string problem)
    {
        using var answer = await Bring(type, size);

        await Site.Problem(answer, status, problem);
        Assert.Empty(parts);
    }

    [Fact]
    public async Task What_Meta_does_not_want_is_told_in_its_words()
    {
        using var answer = await Bring("image/png", 3, "refused.png");

        await Site.Problem(answer, 422, "refused-by-whatsapp");
    }

    [Fact]
    public async Task An_example_for_an_account_that_is_not_there_is_refused()
    {
        using var answer = await Bring("image/png", 3, query: "?connection=nobody");

        await Site.Problem(answer, 400, "connection");
    }

    [Fact]
    public async Task Every_template_is_listed_with_all_who_send_it()
    {
        await Do(
            """
            insert into flows (workspace_id, id, name, draft, published_version, state) values
                ('demo', 'a', 'Sends two', '{"nodes":[{"data":{"templateName":"hello"}},{"data":{"templateName":"bye"}},{"data":{"templateName":7}}],"edges":[]}', null, 0),
                ('demo', 'b', 'Sent one', '{"nodes":[],"edges":[]}', 1, 1),
                ('demo', 'c', 'Archived', '{"nodes":[{"data":{"templateName":"gone"}}],"edges":[]}', null, 3);
            insert into flow_versions (workspace_id, flow_id, version, name, document)
                values ('demo', 'b', 1, 'Sent one', '{"nodes":[{"data":{"templateName":"hello"}}],"edges":[]}');
            insert into broadcasts (workspace_id, channel_id, title, content, variants, audience, state, ended_at, created_by, sequence_id)
            select 'demo', min(id), b.title, b.content::json, b.variants::json, '{"kind":"all"}', b.state, b.ended_at::timestamptz, 'ada', b.sequence_id from channels,
                (values ('November', '{"kind":"template","name":"sale","language":"en"}', null, 1, null, null::bigint),
                    ('Two ways', '{"kind":"flow","flowId":"a"}', '[{"key":"A","weight":1,"content":{"kind":"template","name":"sale","language":"es"}}]', 0, null, null),
                    ('Over', '{"kind":"template","name":"sale","language":"en"}', null, 4, '2026-01-01', null),
                    ('A step', '{"kind":"template","name":"sale","language":"en"}', null, 2, null, 1)) as b (title, content, variants, state, ended_at, sequence_id)
            group by b.title, b.content, b.variants, b.state, b.ended_at, b.sequence_id;
            insert into sequences (workspace_id, channel_id, name, steps, stop, state, created_by)
            select 'demo', min(id), 'Welcome', '[{"content":{"kind":"template","name":"bye","language":"en"},"minutes":5}]', '{}', 1, 'ada' from channels;
            """
        );

        var told = await http.GetFromJsonAsync<JsonElement>($"{All}/uses", Cancel);

        Assert.Equal(
            [
                "bye: flow Sends two, sequence Welcome",
                "hello: flow Sends two, flow Sent one",
                "sale: broadcast November, broadcast Two ways",
            ],
            told.GetProperty("items")
                .EnumerateArray()
                .Select(one =>
                    $"{one.GetProperty("name").GetString()}: {string.Join(", ", one.GetProperty("uses").EnumerateArray().Select(use => $"{use.GetProperty("kind").GetString()} {use.GetProperty("name").GetString()}"))}"
                )
        );
    }

    [Fact]
    public async Task A_refused_token_is_noted_when_the_list_is_read()
    {
        await Do("update connections set waba_id = '77', templates_synced_at = null");

        using var answer = await http.PostAsync($"{All}/sync", null, Cancel);

        var told = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.StartsWith("190 ", told.GetProperty("sources")[0].GetProperty("problem").GetString());
        await using var ask = (place ?? throw new InvalidOperationException("not started")).Source.CreateCommand(
            "select count(*) from connections where token_refused_at is not null"
        );
        Assert.Equal(1L, await ask.ExecuteScalarAsync(Cancel));
    }

    private async Task<HttpResponseMessage> Bring(string type, int size, string name = "a.png", string query = "")
    {
        using var file = new ByteArrayContent(new byte[size]);
        file.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var form = new MultipartFormDataContent { { file, "file", name } };
        return await http.PostAsync($"{All}/examples{query}", form, Cancel);
    }

    private async Task Do(string sql)
    {
        Assert.NotNull(place);
        await using var command = place.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

public sealed class MediaTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 1, 2, 3];

    [Fact]
    public async Task Keeps_a_file_and_hands_it_out_with_the_token()
    {
        await using var meta = await Simulation.Start();
        var id = (string)(await meta.Upload(Png, "image/png")).Json["id"]!;
        var told = (await meta.Get($"/simulator/graph/v25.0/{id}", Token)).Json;

        Assert.Equal(("image/png", Png.Length), ((string?)told["mime_type"], (int)told["file_size"]!));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Png)), (string?)told["sha256"]);
        var (status, bytes) = await meta.Download((string)told["url"]!);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(Png, bytes);
    }

    [Fact]
    public async Task Wants_the_token_for_the_bytes_too()
    {
        await using var meta = await Simulation.Start();
        var url = await meta.UrlOf((string)(await meta.Upload(Png, "image/png")).Json["id"]!);

        Assert.Equal(HttpStatusCode.BadRequest, (await meta.Download(url, token: null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await meta.Download(url, token: "wrong")).Status);
    }

    [Fact]
    public async Task Forgets_an_address_after_five_minutes_but_not_the_file()
    {
        await using var meta = await Simulation.Start();
        var id = (string)(await meta.Upload(Png, "image/png")).Json["id"]!;
        var url = await meta.UrlOf(id);

        meta.Time.Advance(TimeSpan.FromMinutes(4.9));
        Assert.Equal(HttpStatusCode.OK, (await meta.Download(url)).Status);
        meta.Time.Advance(TimeSpan.FromMinutes(0.2));
        Assert.Equal(HttpStatusCode.NotFound, (await meta.Download(url)).Status);
        Assert.Equal(HttpStatusCode.OK, (await meta.Download(await meta.UrlOf(id))).Status);
    }

    [Fact]
    public async Task Does_not_hand_out_a_file_to_who_guesses_its_address()
    {
        await using var meta = await Simulation.Start();
        var url = await meta.UrlOf((string)(await meta.Upload(Png, "image/png")).Json["id"]!);

        Assert.Equal(HttpStatusCode.NotFound, (await meta.Download(url[..^1] + "z")).Status);
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(31, false)]
    public async Task Keeps_an_uploaded_file_for_thirty_days(int days, bool there)
    {
        await using var meta = await Simulation.Start();
        var id = (string)(await meta.Upload(Png, "image/png")).Json["id"]!;

        meta.Time.Advance(TimeSpan.FromDays(days));

        Assert.Equal(there, (await meta.Get($"/simulator/graph/{id}", Token)).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Throws_a_file_away()
    {
        await using var meta = await Simulation.Start();
        var id = (string)(await meta.Upload(Png, "image/png")).Json["id"]!;

        var answer = await meta.Ask(HttpMethod.Delete, $"/simulator/graph/{id}", null, Token);

        Assert.True((bool)answer.Json["success"]!);
        Assert.Equal(33, (int?)(await meta.Get($"/simulator/graph/{id}", Token)).Error!["error_subcode"]);
    }

    [Fact]
    public async Task Tells_of_a_file_only_to_its_own_number()
    {
        await using var meta = await Simulation.Start();
        var id = (string)(await meta.Upload(Png, "image/png")).Json["id"]!;

        Assert.Equal(HttpStatusCode.OK, (await meta.Get($"/simulator/graph/{id}?phone_number_id={Id}", Token)).Status);
        Assert.Equal(100, (await meta.Get($"/simulator/graph/{id}?phone_number_id=7", Token)).Code);
    }

    [Theory]
    [InlineData("text/csv", "Received file of type 'text/csv'.")]
    [InlineData("image/gif", "Received file of type 'image/gif'.")]
    public async Task Refuses_kinds_of_files_that_Meta_refuses(string mime, string words)
    {
        await using var meta = await Simulation.Start();

        var answer = await meta.Upload("x"u8.ToArray(), mime);

        Assert.Equal((HttpStatusCode.BadRequest, 100), (answer.Status, answer.Code));
        Assert.StartsWith(
            "(#100) Param file must be a file with one of the following types: audio/aac",
            answer.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith(words, answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image/jpeg", 5 << 20)]
    [InlineData("audio/mpeg", 16 << 20)]
    [InlineData("image/webp", 500 << 10)]
    public async Task Refuses_a_file_that_is_too_large(string mime, int most)
    {
        await using var meta = await Simulation.Start();

        Assert.Equal(HttpStatusCode.OK, (await meta.Upload(new byte[most], mime)).Status);
        Assert.Equal(100, (await meta.Upload(new byte[most + 1], mime)).Code);
    }

    [Fact]
    public async Task Wants_the_product_and_a_file()
    {
        await using var meta = await Simulation.Start();
        var nothing = await meta.Ask(HttpMethod.Post, $"/simulator/graph/{Id}/media", "{}", Token);
        var product = await meta.Upload(Png, "image/png", product: null);

        Assert.Equal("(#100) The parameter file is required.", nothing.Message);
        Assert.Equal("(#100) The parameter messaging_product is required.", product.Message);
    }

    [Fact]
    public async Task Sends_only_files_of_its_own_account()
    {
        await using var meta = await Simulation.Start(("Numbers:0:TakesUnknown", "false"));
        await meta.Says(Ada, "hi");
        var id = (string)(await meta.Upload(Png, "image/png")).Json["id"]!;

        var known = await meta.Send(Body("image", new JsonObject { ["id"] = id }));
        var unknown = await meta.Send(Body("image", new JsonObject { ["id"] = "123" }));

        Assert.Equal(HttpStatusCode.OK, known.Status);
        Assert.Equal(
            "(#100) Param image['id'] is not a valid whatsapp business account media attachment ID",
            unknown.Message
        );
    }

    [Fact]
    public async Task Tells_afterwards_that_a_file_is_not_what_it_says()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        var id = (string)(await meta.Upload("hello"u8.ToArray(), "image/png")).Json["id"]!;

        Assert.Equal(HttpStatusCode.OK, (await meta.Send(Body("image", new JsonObject { ["id"] = id }))).Status);
        meta.Pass(100);

        Assert.Equal(131053, (int?)(await meta.Hook.Next()).Status!["errors"]![0]!["code"]);
    }

    [Fact]
    public async Task Tells_afterwards_that_a_link_could_not_be_had()
    {
        await using var meta = await Simulation.Start(("FetchLinks", "true"));
        await meta.Says(Ada, "hi");

        await meta.Send(Body("image", new JsonObject { ["link"] = $"{meta.Hook.Url}/nothing.png" }));
        meta.Pass(100);

        Assert.Equal(
            "Downloading media from weblink failed with http code 404, status message Not Found",
            (string?)(await meta.Hook.Next()).Status!["errors"]![0]!["error_data"]!["details"]
        );
    }

    [Theory]
    [InlineData("image", "image/png")]
    [InlineData("audio", "audio/ogg; codecs=opus")]
    [InlineData("document", "application/pdf")]
    [InlineData("video", "video/mp4")]
    [InlineData("sticker", "image/webp")]
    public async Task What_a_person_sends_can_be_fetched(string kind, string mime)
    {
        await using var meta = await Simulation.Start();
        await meta.Act(Ada, new JsonObject { ["type"] = "media", ["mediaType"] = kind });
        var file = (await meta.Hook.Next()).Message![kind]!;

        var (status, bytes) = await meta.Download(await meta.UrlOf((string)file["id"]!));

        Assert.Equal((HttpStatusCode.OK, mime), (status, (string?)file["mime_type"]));
        Assert.Equal(Convert.ToBase64String(SHA256.HashData(bytes)), (string?)file["sha256"]);
    }

    [Fact]
    public async Task A_person_sends_a_file_of_their_own()
    {
        await using var meta = await Simulation.Start();
        await meta.Act(
            Ada,
            new JsonObject
            {
                ["type"] = "media",
                ["mediaType"] = "document",
                ["content"] = Convert.ToBase64String(Png),
                ["mimeType"] = "text/plain",
                ["filename"] = "notes.txt",
            }
        );
        var file = (await meta.Hook.Next()).Message!["document"]!;

        Assert.Equal(("text/plain", "notes.txt"), ((string?)file["mime_type"], (string?)file["filename"]));
        Assert.Equal(Png, (await meta.Download(await meta.UrlOf((string)file["id"]!))).Bytes);
    }

    [Fact]
    public async Task Keeps_no_more_bytes_than_it_may()
    {
        await using var meta = await Simulation.Start(("MaxMediaBytes", "3000"));
        var first = (string)(await meta.Upload(new byte[2000], "audio/mpeg")).Json["id"]!;
        var second = (string)(await meta.Upload(new byte[2000], "audio/mpeg")).Json["id"]!;

        Assert.Equal(100, (await meta.Get($"/simulator/graph/{first}", Token)).Code);
        Assert.Equal(HttpStatusCode.OK, (await meta.Get($"/simulator/graph/{second}", Token)).Status);
    }

    [Fact]
    public async Task Takes_an_example_file_in_parts()
    {
        await using var meta = await Simulation.Start();
        var begun = await meta.Ask(
            HttpMethod.Post,
            "/simulator/graph/v25.0/500000000000001/uploads?file_name=a.png&file_length=6&file_type=image/png",
            null,
            Token
        );
        var session = (string)begun.Json["id"]!;

        Assert.StartsWith("upload:", session, StringComparison.Ordinal);
        Assert.Equal(3, (int)(await Part(0)).Json["file_offset"]!);
        Assert.StartsWith("4::", (string?)(await Part(3)).Json["h"], StringComparison.Ordinal);

        async Task<Answer> Part(int offset)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/simulator/graph/v25.0/{session}");
            request.Headers.TryAddWithoutValidation("Authorization", $"OAuth {Token}");
            request.Headers.Add("file_offset", $"{offset}");
            request.Content = new ByteArrayContent([1, 2, 3]);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            return await meta.Ask(request);
        }
    }
}

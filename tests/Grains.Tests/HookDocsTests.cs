using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Storage.Hooks;
using WhatsAppBot.Support;

namespace WhatsAppBot.Grains.Tests;

/// <summary>The page that programmers read shows what is really posted. Written anew with UPDATE_GOLDEN=1.</summary>
public sealed partial class HookDocsTests(TestSilo silo)
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "webhooks.md");
    private static readonly JsonSerializerOptions Spelled = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string phone = silo.Phone();
    private string contactId = "";
    private string conversationId = "";
    private string broadcastId = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_of_event_is_on_the_page_as_it_is_posted()
    {
        // ids that are nothing else in the bodies
        await silo.Ask(
            "select setval('conversations_id_seq', 900000), setval('contacts_id_seq', 800000), setval('broadcasts_id_seq', 700000)"
        );
        await using var ear = await Ear.Of(silo);
        var ada = new Person("user_1", "Ada");
        var grain = await silo.Hear(phone, "help");
        conversationId = $"{grain.GetPrimaryKeyLong()}";
        contactId = await silo.Ask($"select id from contacts where phone = '{phone}'");
        await Heard(HookKinds.HandoffRequested);
        await Heard(HookKinds.MessageStatus);
        await grain.Do(new DeskOrder.TakeOver(ada));
        await Heard(HookKinds.HandoffTaken);
        await grain.Do(new DeskOrder.GiveBack(ada, ReturnTo.Stopped));
        await Heard(HookKinds.HandoffReturned);
        await Heard(HookKinds.SessionEnded);
        var campaign = await Campaign.Draft(silo, 3);
        broadcastId = $"{campaign.Id}";
        await campaign.Start();
        await silo.Service<Deliveries>().Test("ours", ear.Webhook, DateTimeOffset.UtcNow, Cancel);
        await Until(() =>
            Broadcast("completed") is not null && Progress(3) is not null && Of(HookKinds.Test) is not null
        );

        var page = await File.ReadAllTextAsync(Page, Cancel);
        var written = page;
        foreach (var kind in HookKinds.All.Append(HookKinds.Test))
        {
            var posted =
                kind == HookKinds.BroadcastChanged ? Broadcast("completed")
                : kind == HookKinds.BroadcastProgress ? Progress(3)
                : Of(kind);
            Assert.True(posted is not null, $"nothing was posted of {kind}");
            var block = new Regex($"(### `{Regex.Escape(kind)}`.*?```json\n).*?(\n```)", RegexOptions.Singleline);
            Assert.True(block.IsMatch(page), $"{kind} is not on the page");
            written = block.Replace(
                written,
                match => match.Groups[1].Value + Example(posted) + match.Groups[2].Value,
                1
            );
        }
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            await File.WriteAllTextAsync(Page, page = written, Cancel);

        Assert.Equal(page, written);

        Posted? Of(string kind) =>
            kind == HookKinds.Test
                ? ear.Posts.FirstOrDefault(one => one.Kind == kind)
                : ear.Of(phone).FirstOrDefault(one => one.Kind == kind);

        Posted? Broadcast(string state) =>
            ear.Posts.FirstOrDefault(one =>
                one.Kind == HookKinds.BroadcastChanged
                && one.Json.GetProperty("broadcast").GetProperty("id").GetInt64() == campaign.Id
                && one.Json.GetProperty("broadcast").GetProperty("state").GetString() == state
            );

        Posted? Progress(int accepted) =>
            ear.Posts.FirstOrDefault(one =>
                one.Kind == HookKinds.BroadcastProgress
                && one.Json.GetProperty("progress").GetProperty("id").GetInt64() == campaign.Id
                && one.Json.GetProperty("progress").GetProperty("accepted").GetInt32() == accepted
                && one.Json.GetProperty("progress").GetProperty("state").GetString() == "completed"
            );

        Task Heard(string kind) => Until(() => Of(kind) is not null);
    }

    private static Task Until(Func<bool> condition) => Eventually.True(condition, "it is posted", Cancel);

    /// <summary>What differs from run to run is made the same.</summary>
    private string Example(Posted posted)
    {
        var body = JsonNode.Parse(posted.Body)?.AsObject() ?? throw new JsonException("An event is an object.");
        if (body["conversation"] is JsonObject conversation)
            conversation["seq"] = 9;
        if (body["message"] is JsonObject message && (string?)message["direction"] == "outbound")
        {
            // it may have climbed already
            message["status"] = "queued";
            message["changedSeq"] = (long?)message["seq"];
            message.Remove("wamid");
        }
        if (body["progress"] is JsonObject progress)
        {
            progress["perSecond"] = 0;
            foreach (var number in progress["channels"]?.AsArray() ?? [])
                number?["perSecond"] = 0;
        }
        var text = body.ToJsonString(Spelled).Replace(phone, "15551234567", StringComparison.Ordinal);
        text = Time().Replace(text, "2026-01-05T09:30:00+00:00");
        text = Wamid().Replace(text, "\"wamid\": \"wamid.HBgLMTU1NTEyMzQ1Njc\"");
        text = Random().Replace(text, "webhook.test:5f2b8c0d9e7a61340c2d");
        text = Regex.Replace(text, $@"\b{conversationId}\b", "42");
        text = Regex.Replace(text, $@"\b{contactId}\b", "7");
        text = Regex.Replace(text, @"broadcast\.(changed|progress):(\d+):\d+", "broadcast.$1:$2:1");
        return Regex.Replace(text, $@"\b{broadcastId}\b", "5");
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[^""]+")]
    private static partial Regex Time();

    [GeneratedRegex(@"""wamid"": ""[^""]+""")]
    private static partial Regex Wamid();

    [GeneratedRegex(@"webhook\.test:[0-9a-f]+")]
    private static partial Regex Random();
}

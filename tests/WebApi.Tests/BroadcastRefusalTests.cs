using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.WebApi.Tests;

public sealed class BroadcastRefusalTests(Site site)
{
    private const string Root = "/api/v1/workspaces/demo/broadcasts";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("title", "title", "\"\"")]
    [InlineData("channel", "channelId", "99999")]
    [InlineData("channel", "moreChannelIds", "[99999]")]
    [InlineData("channel", "moreChannelIds", "[1]")]
    [InlineData("channel", "moreChannelIds", "[2, 2]")]
    [InlineData("rate", "perSecond", "0")]
    [InlineData("rate", "perSecond", "1000000")]
    [InlineData("safety", "safety", """{"percent":0,"after":1}""")]
    [InlineData("content", "content", """{"kind":"template","name":"No Name","language":"en"}""")]
    [InlineData(
        "content",
        "content",
        """{"kind":"template","name":"a","language":"en","parameters":[{"component":"body"}]}"""
    )]
    [InlineData(
        "content",
        "content",
        """{"kind":"template","name":"a","language":"en","parameters":[{"component":"body","from":"contact.shoe"}]}"""
    )]
    [InlineData("content", "content", """{"kind":"flow","flowId":""}""")]
    [InlineData("audience", "audience", """{"kind":"phones","recipients":[]}""")]
    [InlineData("audience", "audience", """{"kind":"tags"}""")]
    [InlineData("audience", "audience", """{"kind":"contacts","contactIds":[]}""")]
    [InlineData("audience", "audience", """{"kind":"all","exclude":{"messagedWithinDays":0}}""")]
    [InlineData("audience", "audience", """{"kind":"segment","segmentId":987654321}""")]
    [InlineData("audience", "audience", """{"kind":"rule"}""")]
    [InlineData("audience", "audience", """{"kind":"rule","rule":{"attribute":"shoe","op":"is","value":1}}""")]
    [InlineData("bad-request", "audience", """{"kind":"moon"}""")]
    [InlineData(
        "bad-request",
        "audience",
        """{"kind":"phones","recipients":[{"phone":"+4915112345678","values":{"a":"1","a":"2"}}]}"""
    )]
    [InlineData(
        "audience",
        "audience",
        """{"kind":"phones","recipients":[{"phone":"+4915112345678","name":"Ana\u0000"}]}"""
    )]
    [InlineData(
        "audience",
        "audience",
        """{"kind":"phones","recipients":[{"phone":"+4915112345678","values":{"a\u0000":"1"}}]}"""
    )]
    [InlineData("audience", "audience", """{"kind":"tags","any":["vip\u0000"]}""")]
    [InlineData("content", "content", """{"kind":"template","name":"a","language":"en\u0000"}""")]
    [InlineData(
        "content",
        "content",
        """{"kind":"template","name":"a","language":"en","parameters":[{"component":"body","type":"text","text":"a\u0000"}]}"""
    )]
    [InlineData("content", "variants", """[{"key":"a"},{"key":"b","content":{"kind":"flow","flowId":"f\u0000"}}]""")]
    [InlineData("audience", "audience", "null")]
    [InlineData("content", "content", "null")]
    [InlineData("content", "content", """{"kind":"template","name":"a","language":"en","parameters":[null]}""")]
    [InlineData("title", "title", "null")]
    [InlineData("hold-out", "holdOut", "95")]
    [InlineData("goal", "goalNode", "\"a\"")]
    [InlineData("quiet-hours", "quietHours", """{"from":"21:00","to":"21:00"}""")]
    [InlineData("bad-request", "quietHours", """{"from":"21:00","to":"09:00","clock":"moon"}""")]
    [InlineData("variants", "variants", """[{"key":"a"}]""")]
    [InlineData("variants", "variants", """[{"key":"a"},null]""")]
    [InlineData("variants", "variants", """[{"key":"a"},{"key":"a"}]""")]
    [InlineData("variants", "variants", """[{"key":"a"},{"key":"b","weight":0}]""")]
    [InlineData("variants", "variants", """[{"key":"a"},{"key":"hold_out"}]""")]
    [InlineData("content", "variants", """[{"key":"a"},{"key":"b","content":{"kind":"flow","flowId":""}}]""")]
    [InlineData("bad-request", "content", "{}")]
    [InlineData("bad-request", "liveSession", "\"never\"")]
    public async Task What_cannot_be_a_broadcast_is_refused_in_words(string type, string field, string value)
    {
        var draft = Draft();
        draft[field] = JsonNode.Parse(value);
        using var answer = await site.Http.PostAsJsonAsync(Root, draft, Cancel);
        await Site.Problem(answer, 400, type);
    }

    [Theory]
    [InlineData("moon")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("scheduled,running")]
    public async Task A_list_is_of_one_state(string state)
    {
        using var answer = await site.Http.GetAsync($"{Root}?state={state}", Cancel);
        await Site.Problem(answer, 400, "state");
    }

    [Fact]
    public async Task A_goal_that_cannot_be_stored_is_refused()
    {
        var draft = Draft();
        draft["content"] = new JsonObject { ["kind"] = "flow", ["flowId"] = "f" };
        draft["goalNode"] = "a\0";
        using var answer = await site.Http.PostAsJsonAsync(Root, draft, Cancel);
        await Site.Problem(answer, 400, "goal");
    }

    private static JsonObject Draft() =>
        new()
        {
            ["channelId"] = 1,
            ["title"] = "Bad",
            ["content"] = new JsonObject
            {
                ["kind"] = "template",
                ["name"] = "promo",
                ["language"] = "en_US",
            },
            ["audience"] = new JsonObject { ["kind"] = "all" },
        };
}

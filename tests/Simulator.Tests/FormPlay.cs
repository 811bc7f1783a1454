using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>A form that is made, published, sent and opened on a phone.</summary>
internal static class FormPlay
{
    public const string Waba = "300000000000003";

    public const string Screens = """
        {"version":"7.0","screens":[{"id":"ASK","terminal":true,"layout":{"type":"SingleColumnLayout","children":[
          {"type":"TextInput","name":"age","label":"Age"},
          {"type":"Footer","label":"Send","on-click-action":{"name":"complete","payload":{"age":"${form.age}"}}}]}}]}
        """;

    public static Task<Simulation> Start() =>
        Simulation.Start(("Numbers:0:TakesUnknown", "false"), ("Numbers:0:Statuses", "none"));

    public static Task<Answer> Call(Simulation meta, string method, string path, string? json = null) =>
        meta.Ask(new HttpMethod(method), $"/simulator/graph/v25.0/{path}", json, Token);

    public static async Task<Answer> Assets(Simulation meta, string id, string screens)
    {
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(screens))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
        using var form = new MultipartFormDataContent
        {
            { new StringContent("flow.json"), "name" },
            { new StringContent("FLOW_JSON"), "asset_type" },
            { file, "file", "flow.json" },
        };
        return await meta.Post($"/simulator/graph/v25.0/{id}/assets", form);
    }

    public static async Task<string> Published(Simulation meta, string? endpoint)
    {
        var wish = new JsonObject
        {
            ["name"] = "Booking",
            ["categories"] = new JsonArray("OTHER"),
            ["endpoint_uri"] = endpoint,
            ["flow_json"] = Screens,
            ["publish"] = true,
        };
        var answer = await Call(meta, "POST", $"{Waba}/flows", wish.ToJsonString());
        await meta.Hook.Next();
        return (string)answer.Json["id"]!;
    }

    public static async Task<string> Opened(Simulation meta, FormDesk desk)
    {
        var id = await Published(meta, desk.Url);
        await Call(
            meta,
            "POST",
            $"{Id}/whatsapp_business_encryption",
            new JsonObject { ["business_public_key"] = desk.PublicKey }.ToJsonString()
        );
        return (await Send(meta, id)).Wamid;
    }

    public static Task<Answer> Send(Simulation meta, string id) =>
        meta.Send(
            Body(
                "interactive",
                JsonNode.Parse(
                    $$$$"""
                    {"type":"flow","body":{"text":"Please fill in"},"action":{"name":"flow","parameters":
                      {"flow_message_version":"3","flow_id":"{{{{id}}}}","flow_cta":"Book","flow_token":"t-1","flow_action":"data_exchange"}}}
                    """
                )!
            )
        );

    public static Task<Answer> Ask(Simulation meta, string wamid, string action, JsonObject data) =>
        meta.Ask(
            HttpMethod.Post,
            $"/simulator/api/numbers/{Id}/phones/{Ada}/forms",
            new JsonObject
            {
                ["to"] = wamid,
                ["action"] = action,
                ["screen"] = "ASK",
                ["data"] = data,
            }.ToJsonString()
        );
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace WhatsAppBot.Chaos;

/// <summary>What Meta puts on the wire: signed webhooks with a message or a status.</summary>
internal static class MetaWire
{
    private const string Connection = "demo";

    private static readonly byte[] Secret = "demo-app-secret"u8.ToArray();

    public static HttpRequestMessage Signed(Uri target, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        return new HttpRequestMessage(HttpMethod.Post, new Uri(target, $"/webhooks/whatsapp/{Connection}"))
        {
            Content = content,
            Headers =
            {
                { "X-Hub-Signature-256", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Secret, body))}" },
            },
        };
    }

    public static byte[] Message(string phone, string text, string wamid) =>
        Change(
            "messages",
            new JsonObject
            {
                ["from"] = phone,
                ["id"] = wamid,
                ["timestamp"] = Seconds(),
                ["type"] = "text",
                ["text"] = new JsonObject { ["body"] = text },
            },
            new JsonObject
            {
                ["wa_id"] = phone,
                ["profile"] = new JsonObject { ["name"] = $"Person {phone[^3..]}" },
            }
        );

    public static byte[] Change(string list, JsonObject item, JsonObject? contact = null)
    {
        var value = new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["metadata"] = new JsonObject
            {
                ["display_phone_number"] = Meta.Number,
                ["phone_number_id"] = Meta.PhoneNumberId,
            },
            [list] = new JsonArray(item),
        };
        if (contact is not null)
            value["contacts"] = new JsonArray(contact);

        var delivery = new JsonObject
        {
            ["object"] = "whatsapp_business_account",
            ["entry"] = new JsonArray(
                new JsonObject
                {
                    ["id"] = "200000000000001",
                    ["changes"] = new JsonArray(new JsonObject { ["field"] = "messages", ["value"] = value }),
                }
            ),
        };
        return Encoding.UTF8.GetBytes(delivery.ToJsonString());
    }

    /// <summary>The answer to a send that is not taken.</summary>
    public static Task Refuse(HttpResponse response, Fate fate)
    {
        var (status, code, message) = fate switch
        {
            Fate.Throttle => (400, 130429, "Rate limit hit"),
            Fate.TokenEnded => (401, 190, "Error validating access token: Session has expired"),
            _ => (503, 2, "Service temporarily unavailable"),
        };
        response.StatusCode = status;
        return response.WriteAsJsonAsync(
            new
            {
                error = new
                {
                    message = $"(#{code}) {message}",
                    type = "OAuthException",
                    code,
                    fbtrace_id = "storm",
                },
            }
        );
    }

    public static string Seconds() => DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}

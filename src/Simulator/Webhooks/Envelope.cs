using System.Security.Cryptography;
using System.Text;

namespace WhatsAppBot.Simulator;

/// <summary>What is posted: the exact bytes and the signature over them.</summary>
internal sealed record Envelope(byte[] Body, string Signature)
{
    public static Envelope Of(IReadOnlyList<Update> updates)
    {
        var json = MetaJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "whatsapp_business_account");
            json.WriteStartArray("entry");

            foreach (var account in updates.GroupBy(update => update.Number.WabaId))
            {
                json.WriteStartObject();
                json.WriteString("id", account.Key);
                json.WriteStartArray("changes");

                foreach (var update in account)
                {
                    json.WriteStartObject();
                    json.WritePropertyName("value");
                    json.WriteRawValue(update.Value, skipInputValidation: true);
                    json.WriteString("field", "messages");
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
        var body = MetaJson.Escape(json);
        return new Envelope(body, Sign(body, updates[0].Number.AppSecret));
    }

    public static string Sign(byte[] body, string appSecret) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), body))}";
}

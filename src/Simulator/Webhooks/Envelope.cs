using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace WhatsAppBot.Simulator;

/// <summary>What is posted: the exact bytes and the signature over them.</summary>
internal sealed record Envelope(byte[] Body, string Signature, string OldSignature)
{
    /// <summary>Meta posts at most 3 MB; some room is left for what stands around the changes.</summary>
    public const int MostBytes = 3_000_000 - 1_000;

    /// <summary>What an update takes of the bytes, were it in an entry of its own.</summary>
    public static int SizeOf(Update update) => MetaJson.SizeOf(update.Value) + update.Field.Length + 120;

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

                if (account.FirstOrDefault(update => update.Field != "messages") is { } other)
                {
                    json.WriteNumber("time", other.At.ToUnixTimeSeconds());
                }

                json.WriteStartArray("changes");

                foreach (var update in account)
                {
                    json.WriteStartObject();
                    json.WritePropertyName("value");
                    json.WriteRawValue(update.Value, skipInputValidation: true);
                    json.WriteString("field", update.Field);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
        var body = MetaJson.Escape(json);
        var secret = updates[0].Number.AppSecret;
        return new Envelope(body, Sign(body, secret), SignOld(body, secret));
    }

    public static string Sign(byte[] body, string appSecret) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), body))}";

    [SuppressMessage("Security", "CA5350", Justification = "Meta still sends the old header; nobody should check it")]
    private static string SignOld(byte[] body, string appSecret) =>
        $"sha1={Convert.ToHexStringLower(HMACSHA1.HashData(Encoding.UTF8.GetBytes(appSecret), body))}";
}

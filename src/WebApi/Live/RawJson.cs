using System.Text.Json;
using System.Text.Json.Serialization;

namespace WhatsAppBot.WebApi.Live;

/// <summary>JSON that is written as it is: the relay's payloads go to browsers without being read.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct RawJson(byte[] Utf8)
{
    internal sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Raw JSON is only written.");

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Utf8, skipInputValidation: true);
    }
}

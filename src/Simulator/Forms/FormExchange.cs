using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>What a form's endpoint answered: the next screen, or why there is none.</summary>
internal sealed record FormStep(JsonObject? Answer, int? StatusCode, string? Problem);

/// <summary>Asks a form's endpoint for the next screen, as a phone does: encrypted, signed, for at most ten seconds.</summary>
internal sealed class FormExchange(WebhookPost post, TrafficLog log)
{
    public async Task<FormStep> Ask(Line line, string endpoint, JsonObject question, CancellationToken cancel)
    {
        if (line.State.PublicKey is not { } publicKey)
        {
            return new FormStep(null, null, "the number has no business_public_key");
        }

        var seal = new FormSeal();
        var (data, key, iv) = seal.Close(publicKey, question.ToJsonString());
        var body = Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["encrypted_flow_data"] = data,
                ["encrypted_aes_key"] = key,
                ["initial_vector"] = iv,
            }.ToJsonString()
        );
        var (status, text) = await post.Ask(endpoint, body, Envelope.Sign(body, line.Number.AppSecret), cancel);
        var step = Read(seal, status, text);
        log.Add(
            new LogLine
            {
                Kind = Traffic.Webhook,
                PhoneNumberId = line.Number.PhoneNumberId,
                Number = line.Number.Number,
                What = "flow",
                StatusCode = status,
                Problem = step.Problem,
                Body = log.KeepsBodies ? $"{question.ToJsonString()}\n{step.Answer?.ToJsonString()}" : null,
            }
        );
        return step;
    }

    private static FormStep Read(FormSeal seal, int? status, string text)
    {
        if (status is null)
        {
            return new FormStep(null, null, "the endpoint did not answer in ten seconds");
        }

        var opened = seal.Open(text);

        if (status != 200)
        {
            var why = status switch
            {
                421 => "the endpoint cannot decrypt (421): it has another key",
                427 => $"the flow token is no longer valid (427): {opened}",
                432 => "the endpoint does not accept the signature (432)",
                _ => $"the endpoint answered {status}",
            };
            return new FormStep(null, status, why);
        }

        try
        {
            return opened is null ? new FormStep(null, status, "the answer does not open with the key that was sent")
                : JsonNode.Parse(opened) is not JsonObject answer
                    ? new FormStep(null, status, "the answer is not a JSON object")
                : PhoneRaw.Sound(answer) ? new FormStep(answer, status, null)
                : new FormStep(null, status, "the answer has a name twice, or text that is not valid Unicode");
        }
        catch (JsonException)
        {
            return new FormStep(null, status, "the answer is not JSON");
        }
    }
}

using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>The key that seals what goes to a number's form endpoint.</summary>
internal static class FormKey
{
    public static Task Handle(GraphCall call, Line line)
    {
        if (call.Method == "GET")
        {
            var told = new JsonObject();

            if (line.State.PublicKey is { } known)
            {
                told["business_public_key"] = known;
                told["business_public_key_signature_status"] = "VALID";
            }

            return call.Answer(new JsonObject { ["data"] = new JsonArray(told) });
        }

        var check = new Check();
        var pem = check.Text(call.Root["business_public_key"]);

        if (!check.Failed)
        {
            check.Unless(
                FormSeal.IsKey(pem),
                () => GraphError.Parameter("Param business_public_key must be a 2048-bit RSA public key in PEM format.")
            );
        }

        line.State.PublicKey = check.Failed ? line.State.PublicKey : pem;
        return call.Done(check.Refusal);
    }
}

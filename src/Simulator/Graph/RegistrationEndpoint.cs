namespace WhatsAppBot.Simulator;

/// <summary>The way of a number from bought to connected: a code is asked for and given back, then a PIN is set.</summary>
internal static class RegistrationEndpoint
{
    public static bool IsPin(string pin) => pin.Length == 6 && pin.All(char.IsAsciiDigit);

    public static GraphError BadPin() => GraphError.Parameter("Param pin must be a string of 6 digits.");

    public static Task Register(GraphCall call, Line line)
    {
        var check = new Check();
        check.Text(call.Root["messaging_product"]);
        var pin = check.Text(call.Root["pin"]);
        check.Unless(IsPin(pin), BadPin);
        check.MaybeText(call.Root["data_localization_region"]);

        lock (line.State.Gate)
        {
            return call.Done(check.Refusal ?? line.State.Register(pin));
        }
    }

    public static Task Deregister(GraphCall call, Line line)
    {
        lock (line.State.Gate)
        {
            if (!line.State.Registered)
            {
                return call.Refuse(GraphError.Of(133010, "The phone number is not registered"));
            }

            line.State.Registered = false;
            return call.Success();
        }
    }

    public static Task RequestCode(GraphCall call, Line line)
    {
        var check = new Check();
        var way = check.Text(call.Root["code_method"]);
        check.Unless(
            check.Failed || way is "SMS" or "VOICE",
            () => GraphError.Parameter($"Param code_method must be one of {{SMS, VOICE}} - got \"{way}\".")
        );
        check.Text(
            call.Root["language"].Missing ? call.Root["locale"] with { Path = "language" } : call.Root["language"]
        );

        lock (line.State.Gate)
        {
            check.Unless(!line.State.Verified, () => GraphError.Of(136024, "The phone number is verified already"));
            line.State.CodeAsked |= !check.Failed;
        }

        return call.Done(check.Refusal);
    }

    public static Task VerifyCode(GraphCall call, Line line)
    {
        var check = new Check();
        var code = check.Text(call.Root["code"]).Replace("-", "", StringComparison.Ordinal);

        lock (line.State.Gate)
        {
            check.Unless(line.State.CodeAsked, () => GraphError.Of(136025, "No code was asked for"));
            check.Unless(
                code == NumberState.Code,
                () => GraphError.Of(136025, "The code is not the one that was sent")
            );

            if (!check.Failed)
            {
                (line.State.Verified, line.State.CodeAsked) = (true, false);
            }
        }

        return call.Done(check.Refusal);
    }
}

namespace WhatsAppBot.Simulator;

/// <summary>Meta's rules for the buttons of a template.</summary>
internal static class TemplateButtonRules
{
    private static readonly Dictionary<string, int> Allowed = new()
    {
        ["QUICK_REPLY"] = 10,
        ["URL"] = 2,
        ["PHONE_NUMBER"] = 1,
        ["COPY_CODE"] = 1,
        ["OTP"] = 1,
        ["FLOW"] = 1,
        ["CATALOG"] = 1,
        ["MPM"] = 1,
        ["SPM"] = 1,
        ["VOICE_CALL"] = 1,
        ["REQUEST_CONTACT_INFO"] = 1,
    };

    public static void Run(Check check, Part component)
    {
        var buttons = check.List(component["buttons"]);
        check.Unless(buttons.Count is >= 1 and <= 10, () => Wrong("A template has 1 to 10 buttons"));
        var kinds = buttons.Select(button => check.Text(check.Object(button)["type"]).ToUpperInvariant()).ToList();

        foreach (var (kind, button) in kinds.Zip(buttons))
        {
            check.Unless(
                check.Failed || Allowed.TryGetValue(kind, out var most) && kinds.Count(other => other == kind) <= most,
                () => Wrong($"Buttons of type {kind} are not known, or there are too many of them")
            );
            Button(check, kind, button);
        }

        var replies = kinds.Select(kind => kind == "QUICK_REPLY").ToList();
        var groups = replies.Where((reply, at) => reply && (at == 0 || !replies[at - 1])).Count();
        check.Unless(groups <= 1, () => Wrong("Quick replies must stand together"));
    }

    private static void Button(Check check, string kind, Part button)
    {
        if (check.Failed)
        {
            return;
        }

        if (kind is not ("COPY_CODE" or "OTP" or "CATALOG" or "MPM" or "SPM"))
        {
            var text = check.Text(button["text"]);
            check.Unless(CodePoints.Fit(text, 25), () => TemplateRules.TooLong("The text of a button", 25));
        }

        switch (kind)
        {
            case "URL":
                Url(check, check.Text(button["url"]), button);
                break;
            case "PHONE_NUMBER":
                var phone = check.Text(button["phone_number"]);
                check.Unless(
                    CodePoints.Fit(phone, 20),
                    () => TemplateRules.TooLong("The phone number of a button", 20)
                );
                break;
            case "COPY_CODE":
                var example = button["example"].Unwrapped();
                var code = example.Text ?? example.Items().FirstOrDefault().Text;
                check.Unless(
                    code is { Length: > 0 } && CodePoints.Fit(code, 15),
                    () => TemplateRules.TooLong("The code of a button", 15)
                );
                break;
            case "OTP":
                var way = check.Text(button["otp_type"]).ToUpperInvariant();
                check.Unless(
                    check.Failed || way is "COPY_CODE" or "ONE_TAP" or "ZERO_TAP",
                    () => Wrong($"otp_type {way} is not known")
                );
                break;
        }
    }

    private static void Url(Check check, string url, Part button)
    {
        if (check.Failed)
        {
            return;
        }

        check.Unless(CodePoints.Fit(url, 2000), () => TemplateRules.TooLong("The address of a button", 2000));
        var variables = TemplateText.Variables(url);
        check.Unless(
            variables.Count == 0 || (variables.Count == 1 && url.TrimEnd().EndsWith("}}", StringComparison.Ordinal)),
            () => Wrong("An address has at most one variable, at its very end")
        );
        check.Unless(
            Uri.TryCreate(url.Replace("{{1}}", "x", StringComparison.Ordinal), UriKind.Absolute, out var address)
                && address.Scheme is "http" or "https",
            () => Wrong("The address of a button is not a valid URL")
        );
        check.Unless(
            variables.Count == 0 || !button["example"].Missing,
            () => Wrong("An address with a variable needs an example")
        );
    }

    private static GraphError Wrong(string why) =>
        GraphError.Template(2388081, "Message template buttons are incorrect", why);
}

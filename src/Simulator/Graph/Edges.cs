namespace WhatsAppBot.Simulator;

/// <summary>Leads a request to who knows the object it is about; messages and files never come this way.</summary>
internal sealed class Edges(
    World world,
    NumberEndpoint numbers,
    AccountEndpoint accounts,
    TemplateEndpoint templates,
    FormEndpoint forms,
    MediaEndpoint media,
    AppEndpoint apps,
    MediaShelf shelf
)
{
    public Task Handle(GraphCall call)
    {
        if (call.Id == "debug_token")
        {
            return apps.Debug(call);
        }

        if (call.Id == MediaShelf.Address)
        {
            return media.Download(call);
        }

        if (world.Line(call.Id) is { } line)
        {
            return Number(call, line);
        }

        if (world.FindAccount(call.Id) is { } account)
        {
            return Account(call, account);
        }

        if (world.HasApp(call.Id))
        {
            return apps.Handle(call);
        }

        if (shelf.Find(call.Id) is { } file)
        {
            return media.Handle(call, file);
        }

        var owner = world.AccountOf(call.Id);
        return owner?.Templates.Find(call.Id) is { } template ? templates.One(call, owner, template)
            : owner?.Forms.Find(call.Id) is { } form ? forms.One(call, owner, form)
            : call.Unknown();
    }

    private Task Number(GraphCall call, Line line) =>
        (call.Method, call.Edge) switch
        {
            ("GET", "") => NumberEndpoint.Show(call, line),
            ("POST", "") => numbers.Change(call, line),
            ("POST", "register") => RegistrationEndpoint.Register(call, line),
            ("POST", "deregister") => RegistrationEndpoint.Deregister(call, line),
            ("POST", "request_code") => RegistrationEndpoint.RequestCode(call, line),
            ("POST", "verify_code") => RegistrationEndpoint.VerifyCode(call, line),
            ("GET" or "POST", "whatsapp_business_profile") => ProfileEndpoint.Handle(call, line),
            ("GET" or "POST", "whatsapp_business_encryption") => FormKey.Handle(call, line),
            ("GET" or "POST" or "DELETE", "block_users") => numbers.Block(call, line),
            ("GET" or "POST", "conversational_automation") => ProfileEndpoint.Automation(call, line),
            _ => call.Unknown(),
        };

    private Task Account(GraphCall call, Account account) =>
        (call.Method, call.Edge) switch
        {
            ("GET", "") => accounts.Show(call, account),
            ("GET", "phone_numbers") => accounts.Numbers(call, account),
            ("POST", "phone_numbers") => accounts.AddNumber(call, account),
            ("GET" or "POST" or "DELETE", "subscribed_apps") => accounts.Subscription(call, account),
            ("GET" or "POST" or "DELETE", "message_templates") => templates.All(call, account),
            ("GET" or "POST", "flows") => forms.All(call, account),
            _ => call.Unknown(),
        };
}

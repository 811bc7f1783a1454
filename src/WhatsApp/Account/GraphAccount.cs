using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.WhatsApp;

/// <summary>
/// Manages a WhatsApp Business Account through the Graph API: templates, numbers, subscriptions. Rare calls (Meta allows 200 to 5,000 an hour), made once each
/// and never tried again here; nothing of the network is thrown.
/// </summary>
public sealed class GraphAccount(HttpClient http, GraphOptions options, TimeProvider? clock = null)
{
    private const int MostPages = 100;
    private const string TemplateFields =
        "id,name,status,category,language,components,quality_score,rejected_reason,parameter_format";
    private const string NumberFields =
        "id,display_phone_number,verified_name,quality_rating,status,code_verification_status,throughput,whatsapp_business_manager_messaging_limit";

    private readonly GraphCaller caller = new(http, options, clock);

    /// <summary>All templates of the account, every page of them.</summary>
    public async Task<AccountAnswer<IReadOnlyList<TemplateInfo>>> Templates(
        string token,
        string waba,
        CancellationToken cancel
    )
    {
        var all = new List<TemplateInfo>();
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var cursor = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var answer = await caller.Call(
                HttpMethod.Get,
                token,
                $"{Escaped(waba)}/message_templates?fields={TemplateFields}&limit=100{cursor}",
                null,
                root => root,
                cancel
            );
            if (answer is not Told<JsonElement> { Value: var json })
                return As<IReadOnlyList<TemplateInfo>, JsonElement>(answer);

            all.AddRange(Items(json).Select(Template).OfType<TemplateInfo>());
            after =
                json.Object("paging"u8) is { } paging && paging.Text("next"u8) is { Length: > 0 }
                    ? paging.Object("cursors"u8)?.Text("after"u8)
                    : null;
            if (after is null)
                return new Told<IReadOnlyList<TemplateInfo>>(all);
        }
        return new Unreached<IReadOnlyList<TemplateInfo>>($"the list of templates has more than {MostPages} pages");
    }

    public Task<AccountAnswer<TemplateCreated>> Create(
        string token,
        string waba,
        TemplateDraft draft,
        CancellationToken cancel
    )
    {
        var body = new JsonObject
        {
            ["name"] = draft.Name,
            ["language"] = draft.Language,
            ["category"] = draft.Category,
            ["components"] = JsonNode.Parse(draft.Components.GetRawText()),
        };
        if (draft.ParameterFormat is { } format)
            body["parameter_format"] = format;
        return caller.Call(
            HttpMethod.Post,
            token,
            $"{Escaped(waba)}/message_templates",
            body,
            json =>
                json.Id("id"u8) is { } id
                    ? new TemplateCreated(id, json.Text("status"u8) ?? "PENDING", json.Text("category"u8))
                    : null,
            cancel
        );
    }

    /// <summary>Replaces all components; the template goes back to review.</summary>
    public Task<AccountAnswer<Done>> Edit(
        string token,
        string template,
        JsonElement components,
        string? category,
        CancellationToken cancel
    )
    {
        var body = new JsonObject { ["components"] = JsonNode.Parse(components.GetRawText()) };
        if (category is not null)
            body["category"] = category;
        return Do(HttpMethod.Post, token, Escaped(template), body, cancel);
    }

    /// <summary>Deletes one language of a template. Meta blocks the name of an approved one for 30 days.</summary>
    public Task<AccountAnswer<Done>> Delete(
        string token,
        string waba,
        string name,
        string template,
        CancellationToken cancel
    ) =>
        Do(
            HttpMethod.Delete,
            token,
            $"{Escaped(waba)}/message_templates?name={Uri.EscapeDataString(name)}&hsm_id={Uri.EscapeDataString(template)}",
            null,
            cancel
        );

    /// <summary>The numbers of the account (the first 100; an account has fewer).</summary>
    public Task<AccountAnswer<IReadOnlyList<NumberInfo>>> Numbers(
        string token,
        string waba,
        CancellationToken cancel
    ) =>
        caller.Call<IReadOnlyList<NumberInfo>>(
            HttpMethod.Get,
            token,
            $"{Escaped(waba)}/phone_numbers?fields={NumberFields}&limit=100",
            null,
            json => [.. Items(json).Select(Number).OfType<NumberInfo>()],
            cancel
        );

    public Task<AccountAnswer<NumberInfo>> Number(string token, string phoneNumberId, CancellationToken cancel) =>
        caller.Call(HttpMethod.Get, token, $"{Escaped(phoneNumberId)}?fields={NumberFields}", null, Number, cancel);

    /// <summary>Asks Meta to bring a six-digit code; <paramref name="method"/> is SMS or VOICE.</summary>
    public Task<AccountAnswer<Done>> RequestCode(
        string token,
        string phoneNumberId,
        string method,
        string language,
        CancellationToken cancel
    ) =>
        Do(
            HttpMethod.Post,
            token,
            $"{Escaped(phoneNumberId)}/request_code",
            new JsonObject { ["code_method"] = method, ["language"] = language },
            cancel
        );

    public Task<AccountAnswer<Done>> VerifyCode(
        string token,
        string phoneNumberId,
        string code,
        CancellationToken cancel
    ) =>
        Do(HttpMethod.Post, token, $"{Escaped(phoneNumberId)}/verify_code", new JsonObject { ["code"] = code }, cancel);

    /// <summary>Registers the number; the pin becomes its two-step pin, or must be it. At most 10 times in 72 hours.</summary>
    public Task<AccountAnswer<Done>> Register(
        string token,
        string phoneNumberId,
        string pin,
        CancellationToken cancel
    ) =>
        Do(
            HttpMethod.Post,
            token,
            $"{Escaped(phoneNumberId)}/register",
            new JsonObject { ["messaging_product"] = "whatsapp", ["pin"] = pin },
            cancel
        );

    /// <summary>Sets another two-step pin.</summary>
    public Task<AccountAnswer<Done>> SetPin(string token, string phoneNumberId, string pin, CancellationToken cancel) =>
        Do(HttpMethod.Post, token, Escaped(phoneNumberId), new JsonObject { ["pin"] = pin }, cancel);

    /// <summary>Without this no webhook arrives.</summary>
    public Task<AccountAnswer<Done>> Subscribe(string token, string waba, CancellationToken cancel) =>
        Do(HttpMethod.Post, token, $"{Escaped(waba)}/subscribed_apps", null, cancel);

    /// <summary>Whether an app is subscribed to the account's webhooks.</summary>
    public Task<AccountAnswer<bool>> IsSubscribed(string token, string waba, CancellationToken cancel) =>
        caller.Call<bool>(
            HttpMethod.Get,
            token,
            $"{Escaped(waba)}/subscribed_apps",
            null,
            json => Items(json).Any(),
            cancel
        );

    public Task<AccountAnswer<TokenInfo>> Token(string token, CancellationToken cancel) =>
        caller.Call(
            HttpMethod.Get,
            token,
            $"debug_token?input_token={Uri.EscapeDataString(token)}",
            null,
            json =>
                json.Object("data"u8) is { } data
                    ? new TokenInfo(
                        data.Flag("is_valid"u8),
                        data.Moment("expires_at"u8),
                        data.Array("scopes"u8) is { } scopes
                            ? [.. scopes.EnumerateArray().Select(scope => scope.AsText()).OfType<string>()]
                            : [],
                        data.Id("app_id"u8)
                    )
                    : null,
            cancel
        );

    /// <summary>
    /// Hands a file to the app of the token, as the example of a template's header; the answer is its handle. Meta's upload in parts, all in one part.
    /// </summary>
    public async Task<AccountAnswer<string>> Example(
        string token,
        byte[] file,
        string type,
        string name,
        CancellationToken cancel
    )
    {
        var about = await Token(token, cancel);
        if (about is not Told<TokenInfo> { Value.AppId: { } app })
            return about is Told<TokenInfo>
                ? new Unreached<string>("Meta does not say of which app the token is")
                : As<string, TokenInfo>(about);

        var place =
            $"{Escaped(app)}/uploads?file_name={Uri.EscapeDataString(name)}&file_length={file.Length}&file_type={Uri.EscapeDataString(type)}";
        var begun = await caller.Call(HttpMethod.Post, token, place, null, json => json.Text("id"u8), cancel);
        return begun is Told<string>(var upload)
            ? await caller.Upload(token, upload, file, json => json.Text("h"u8), cancel)
            : begun;
    }

    private Task<AccountAnswer<Done>> Do(
        HttpMethod method,
        string token,
        string path,
        JsonNode? body,
        CancellationToken cancel
    ) => caller.Call(method, token, path, body, json => json.Flag("success"u8) ? new Done() : null, cancel);

    private static AccountAnswer<T> As<T, TFrom>(AccountAnswer<TFrom> answer) =>
        answer switch
        {
            Declined<TFrom>(var status, var error, var subcode) => new Declined<T>(status, error, subcode),
            Unreached<TFrom>(var reason) => new Unreached<T>(reason),
            _ => new Unreached<T>("an answer of another kind"),
        };

    private static JsonElement.ArrayEnumerator Items(JsonElement json) =>
        json.Array("data"u8) is { } items ? items.EnumerateArray() : default;

    private static TemplateInfo? Template(JsonElement json) =>
        json.Id("id"u8) is { } id && json.Id("name"u8) is { } name && json.Id("language"u8) is { } language
            ? new TemplateInfo(
                id,
                name,
                language,
                json.Text("category"u8) ?? "",
                json.Text("status"u8) ?? "",
                json.Object("quality_score"u8)?.Text("score"u8),
                json.Text("parameter_format"u8),
                json.Text("rejected_reason"u8) is { } reason and not "NONE" ? reason : null,
                json.Array("components"u8) ?? default
            )
            : null;

    private static NumberInfo? Number(JsonElement json) =>
        json.Id("id"u8) is { } id
            ? new NumberInfo(
                id,
                json.Text("display_phone_number"u8),
                json.Text("verified_name"u8),
                json.Text("quality_rating"u8),
                json.Text("status"u8),
                json.Text("code_verification_status"u8),
                json.Object("throughput"u8)?.Text("level"u8),
                json.Text("whatsapp_business_manager_messaging_limit"u8)
            )
            : null;

    private static string Escaped(string id) => Uri.EscapeDataString(id);
}

using System.Text;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>WhatsApp Flows on the Graph API: made, filled with screens and published.</summary>
internal sealed class FormEndpoint(FormNews news, Later later)
{
    private const int MostScreens = 10 << 20;

    private static readonly string[] Usual = ["name", "status", "categories", "validation_errors"];

    public Task All(GraphCall call, Account account)
    {
        if (call.Method == "POST")
        {
            return Make(call, account);
        }

        return Paging.Answer(
            call,
            [.. account.Forms.All.Select(form => GraphCall.Pick(Json(call, account, form), Usual))]
        );
    }

    public Task One(GraphCall call, Account account, Form form)
    {
        lock (account.Forms.Gate)
        {
            return (call.Method, call.Edge) switch
            {
                ("GET", "") => call.Fields(Json(call, account, form), "WhatsAppBusinessFlow", Usual),
                ("POST", "") => Change(call, form),
                ("DELETE", "") => Delete(call, account, form),
                ("GET", "assets") => Told(call, form),
                ("POST", "publish") => Publish(call, account, form),
                ("POST", "deprecate") => Deprecate(call, account, form),
                _ => call.Unknown(),
            };
        }
    }

    /// <summary>The screens come as a file, and what is wrong with them goes back.</summary>
    public static async Task Assets(GraphCall call, Account account, Form form)
    {
        var sent = await call.Context.Request.ReadFormAsync(call.Aborted);
        var file = sent.Files.GetFile("file");
        var check = new Check();
        check.Unless(
            sent["asset_type"] == "FLOW_JSON",
            () => GraphError.Parameter("Param asset_type must be one of {FLOW_JSON}.")
        );
        check.Unless(sent["name"] == "flow.json", () => GraphError.Parameter("Param name must be flow.json."));
        check.Unless(file is not null, () => GraphError.Required("file"));
        check.Unless(
            file is null or { Length: > 0 and <= MostScreens },
            () => GraphError.Parameter("Param file must be at most 10 MB.")
        );
        check.Unless(form.Status == "DRAFT", () => GraphError.Of(139001, "Only a draft can be changed"));

        if (check.Refusal is { } refusal || file is null)
        {
            await call.Refuse(check.Refusal ?? GraphError.Required("file"));
            return;
        }

        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        var text = await reader.ReadToEndAsync(call.Aborted);

        lock (account.Forms.Gate)
        {
            form.Mistakes = FormRules.Look(text, form.EndpointUri is not null);
            form.Screens = text;
        }

        await call.Answer(
            new JsonObject { ["success"] = true, ["validation_errors"] = FormMistake.Json(form.Mistakes) }
        );
    }

    private Task Make(GraphCall call, Account account)
    {
        var (check, root) = (new Check(), call.Root);
        var name = check.Text(root["name"], 200);
        var categories = Categories(check, root, must: true);
        var uri = Uri(check, root);
        var screens = check.MaybeText(
            root["flow_json"].Value.ValueKind == System.Text.Json.JsonValueKind.Object ? default : root["flow_json"]
        );
        screens ??= root["flow_json"].IsObject ? root["flow_json"].Value.GetRawText() : null;
        var clone = check.MaybeText(root["clone_flow_id"]);

        lock (account.Forms.Gate)
        {
            check.Unless(account.Forms.Named(name) is null, () => GraphError.Parameter("Flow name is not unique"));
            check.Unless(
                account.Forms.Count < FormBook.Most,
                () => GraphError.Of(80007, "The account has all the flows it may have")
            );
            check.Unless(
                clone is null || account.Forms.Find(clone) is not null,
                () => GraphError.Parameter("Param clone_flow_id is not a flow of this account.")
            );

            if (check.Refusal is { } refusal)
            {
                return call.Refuse(refusal);
            }

            var form = new Form(Ids.Object(), name, later.Now)
            {
                Categories = categories ?? [],
                EndpointUri = uri,
                Screens = screens ?? (clone is null ? null : account.Forms.Find(clone)?.Screens),
            };
            form.Mistakes = form.Screens is null ? [] : FormRules.Look(form.Screens, uri is not null);
            account.Forms.Add(form);

            var answer = new JsonObject { ["id"] = form.Id, ["success"] = true };

            if (form.Mistakes.Count > 0)
            {
                answer["validation_errors"] = FormMistake.Json(form.Mistakes);
            }
            else if (
                root["publish"].Value.ValueKind == System.Text.Json.JsonValueKind.True
                || root["publish"].Text == "true"
            )
            {
                news.Move(account, form, "PUBLISHED");
            }

            return call.Answer(answer);
        }
    }

    private static Task Change(GraphCall call, Form form)
    {
        var check = new Check();
        var name = check.MaybeText(call.Root["name"], 200);
        var categories = Categories(check, call.Root, must: false);
        var uri = Uri(check, call.Root);
        check.Unless(
            form.Status is "DRAFT" or "PUBLISHED",
            () => GraphError.Of(139001, "A deprecated flow cannot be changed")
        );

        if (!check.Failed)
        {
            form.Name = name ?? form.Name;
            form.Categories = categories ?? form.Categories;
            form.EndpointUri = uri ?? form.EndpointUri;
            form.Mistakes = form.Screens is null ? [] : FormRules.Look(form.Screens, form.EndpointUri is not null);
        }

        return call.Done(check.Refusal);
    }

    private static Task Delete(GraphCall call, Account account, Form form)
    {
        if (form.Status != "DRAFT")
        {
            return call.Refuse(GraphError.Of(139004, "Only a draft can be deleted"));
        }

        account.Forms.Remove(form);
        return call.Success();
    }

    private Task Publish(GraphCall call, Account account, Form form)
    {
        var error =
            form.Status != "DRAFT" ? GraphError.Of(139002, "Only a draft can be published")
            : form.Screens is null ? GraphError.Of(139002, "The flow has no screens")
            : form.Mistakes.Count > 0
                ? GraphError.Of(139002, $"The flow has validation errors: {form.Mistakes[0].Message}")
            : null;

        if (error is null)
        {
            news.Move(account, form, "PUBLISHED");
        }

        return call.Done(error);
    }

    private Task Deprecate(GraphCall call, Account account, Form form)
    {
        if (form.Status != "PUBLISHED")
        {
            return call.Refuse(GraphError.Of(139003, "Only a published flow can be deprecated"));
        }

        news.Move(account, form, "DEPRECATED");
        return call.Success();
    }

    private static Task Told(GraphCall call, Form form) =>
        Paging.Answer(
            call,
            form.Screens is null
                ? []
                :
                [
                    new JsonObject
                    {
                        ["name"] = "flow.json",
                        ["asset_type"] = "FLOW_JSON",
                        ["download_url"] = Preview(call, form),
                    },
                ]
        );

    private static string? Uri(Check check, Part root)
    {
        var uri = check.MaybeText(root["endpoint_uri"]);
        check.Unless(
            uri is null
                || (
                    System.Uri.TryCreate(uri, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                ),
            () => GraphError.Parameter("Param endpoint_uri is not a valid URL.")
        );
        return uri;
    }

    private static List<string>? Categories(Check check, Part root, bool must)
    {
        if (!must && root["categories"].Missing)
        {
            return null;
        }

        var given = check.List(root["categories"]).Select(category => check.Text(category)).ToList();
        check.Unless(
            given.Count > 0 && given.TrueForAll(FormRules.Categories.Contains),
            () =>
                GraphError.Parameter(
                    $"Param categories must be one or more of {{{string.Join(", ", FormRules.Categories)}}}."
                )
        );
        return given;
    }

    private JsonObject Json(GraphCall call, Account account, Form form)
    {
        if (call.Query("fields")?.Contains("preview.invalidate(true)", StringComparison.Ordinal) is true)
        {
            form.PreviewToken = Guid.NewGuid().ToString();
        }

        return new()
        {
            ["id"] = form.Id,
            ["name"] = form.Name,
            ["status"] = form.Status,
            ["categories"] = new JsonArray([.. form.Categories.Select(category => JsonValue.Create(category))]),
            ["validation_errors"] = FormMistake.Json(form.Mistakes),
            ["json_version"] = form.Told("version"),
            ["data_api_version"] = form.Told("data_api_version"),
            ["endpoint_uri"] = form.EndpointUri,
            ["preview"] = new JsonObject
            {
                ["preview_url"] = Preview(call, form),
                ["expires_at"] = (later.Now + TimeSpan.FromDays(30)).ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'"),
            },
            ["whatsapp_business_account"] = new JsonObject { ["id"] = account.Id },
            ["health_status"] = new JsonObject
            {
                ["can_send_message"] = form.Status == "BLOCKED" ? "BLOCKED" : "AVAILABLE",
            },
        };
    }

    private static string Preview(GraphCall call, Form form) =>
        $"{call.Base[..^"/graph".Length]}/api/forms/{form.Id}?token={form.PreviewToken}";
}

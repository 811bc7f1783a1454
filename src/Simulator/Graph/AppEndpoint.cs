using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>The app: where its webhooks go, and uploads of example files in parts.</summary>
internal sealed class AppEndpoint(World world, Handshake handshake, Tokens tokens, Uploads uploads)
{
    private const string What = "whatsapp_business_account";

    public Task Handle(GraphCall call) =>
        (call.Method, call.Edge) switch
        {
            ("GET", "") => call.Fields(
                new JsonObject { ["id"] = call.Id, ["name"] = "Simulated app" },
                "Application",
                "name"
            ),
            ("GET", "subscriptions") => Subscriptions(call),
            ("POST", "subscriptions") => Subscribe(call),
            ("DELETE", "subscriptions") => Unsubscribe(call),
            ("POST", "uploads") => Upload(call),
            _ => call.Unknown(),
        };

    /// <summary>What a token may do and until when.</summary>
    public Task Debug(GraphCall call)
    {
        var check = new Check();
        var input = check.Text(call.Root["input_token"]);

        if (check.Refusal is { } refusal)
        {
            return call.Refuse(refusal);
        }

        var known = tokens.Find(input);
        var good = known is not null
            ? tokens.Refusal(known, known.Scopes is [var first, ..] ? first : "") is null
            : world.Knows(input);
        var scopes = known?.Scopes ?? [Tokens.Management, Tokens.Messaging];
        return call.Answer(
            new JsonObject
            {
                ["data"] = new JsonObject
                {
                    ["app_id"] = world.Numbers.FirstOrDefault()?.AppId ?? "",
                    ["type"] = "SYSTEM_USER",
                    ["application"] = "Simulated app",
                    ["is_valid"] = good,
                    ["expires_at"] = known?.ExpiresAt?.ToUnixTimeSeconds() ?? 0,
                    ["scopes"] = good ? new JsonArray([.. scopes.Select(scope => JsonValue.Create(scope))]) : [],
                },
            }
        );
    }

    private Task Subscriptions(GraphCall call) =>
        call.Answer(
            new JsonObject
            {
                ["data"] = world.HookOf(call.Id) is not { } hook
                    ? []
                    : new JsonArray(
                        new JsonObject
                        {
                            ["object"] = What,
                            ["callback_url"] = hook.Url,
                            ["active"] = true,
                            ["fields"] = new JsonArray([
                                .. hook.Fields.Select(field => new JsonObject
                                {
                                    ["name"] = field,
                                    ["version"] = "v25.0",
                                }),
                            ]),
                        }
                    ),
            }
        );

    private async Task Subscribe(GraphCall call)
    {
        var check = new Check();
        var what = check.Text(call.Root["object"]);
        check.Unless(
            check.Failed || what == What,
            () => GraphError.Parameter($"Param object must be one of {{WHATSAPP_BUSINESS_ACCOUNT}} - got \"{what}\".")
        );
        var url = check.Text(call.Root["callback_url"]);
        var token = check.Text(call.Root["verify_token"]);
        var fields = Names(check, call.Root["fields"]);

        if (!check.Failed)
        {
            check.Refuse(await handshake.Refusal(url, token, call.Aborted));
        }

        if (!check.Failed)
        {
            world.Hook(call.Id, new AppHook(url, token, fields));
        }

        await call.Done(check.Refusal);
    }

    private Task Unsubscribe(GraphCall call)
    {
        world.Hook(call.Id, null);
        return call.Success();
    }

    private static string[] Names(Check check, Part part)
    {
        if (part.Missing)
        {
            return ["messages"];
        }

        var list = part.Unwrapped();
        return list.Value.ValueKind == System.Text.Json.JsonValueKind.Array
            ? [.. list.Items().Select(item => check.Text(item.IsObject ? item["name"] : item))]
            : check.Text(part).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private Task Upload(GraphCall call)
    {
        var check = new Check();
        var name = check.MaybeText(call.Root["file_name"]) ?? "file";
        var type = check.Text(call.Root["file_type"]);
        var length = check.Text(call.Root["file_length"]);
        check.Unless(
            check.Failed || (long.TryParse(length, out var bytes) && bytes is > 0 and <= Uploads.MostBytes),
            () => GraphError.Parameter($"Param file_length must be a number from 1 to {Uploads.MostBytes}.")
        );
        return check.Refusal is { } refusal
            ? call.Refuse(refusal)
            : call.Answer(new JsonObject { ["id"] = uploads.Begin(name, type, long.Parse(length)) });
    }
}

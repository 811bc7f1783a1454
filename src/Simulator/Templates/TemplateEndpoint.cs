using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>Templates: made, listed, changed and deleted.</summary>
internal sealed class TemplateEndpoint(TemplateReview review, Later later)
{
    private static readonly string[] Usual =
    [
        "name",
        "parameter_format",
        "components",
        "language",
        "status",
        "category",
    ];

    public Task All(GraphCall call, Account account) =>
        call.Method switch
        {
            "GET" => List(call, account),
            "POST" => Make(call, account),
            _ => Delete(call, account),
        };

    public Task One(GraphCall call, Account account, Template template) =>
        (call.Method, call.Edge) switch
        {
            ("GET", "") => call.Fields(template.Json(), "WhatsAppBusinessHSM", Usual),
            ("POST", "") => Change(call, account, template),
            ("POST", "unpause") => Unpause(call, account, template),
            _ => call.Unknown(),
        };

    private static Task List(GraphCall call, Account account)
    {
        var (name, status) = (call.Query("name"), call.Query("status"));
        var (language, category) = (call.Query("language"), call.Query("category"));
        var fields = GraphCall.FieldNames(call.Query("fields")).ToList();
        return Paging.Answer(
            call,
            [
                .. account
                    .Templates.All.Where(template =>
                        name is null || template.Name.Contains(name, StringComparison.Ordinal)
                    )
                    .Where(template =>
                        status is null || template.Status.Equals(status, StringComparison.OrdinalIgnoreCase)
                    )
                    .Where(template => language is null || template.Language == language)
                    .Where(template =>
                        category is null || template.Category.Equals(category, StringComparison.OrdinalIgnoreCase)
                    )
                    .Select(template => GraphCall.Pick(template.Json(), fields.Count == 0 ? Usual : fields)),
            ]
        );
    }

    private Task Make(GraphCall call, Account account)
    {
        var (check, root, book) = (new Check(), call.Root, account.Templates);
        TemplateRules.Whole(check, root);

        if (check.Refusal is { } wrong)
        {
            return call.Refuse(wrong);
        }

        var (name, language) = (root["name"].Text ?? "", root["language"].Text ?? "");

        lock (book.Gate)
        {
            check.Unless(
                book.Find(name, language) is null,
                () =>
                    GraphError.Template(
                        2388024,
                        "Content in This Language Already Exists",
                        $"There is already {language} content for this template."
                    )
            );
            check.Unless(
                book.Count < TemplateBook.Most,
                () =>
                    GraphError.Template(
                        2388019,
                        "Message Template Limit Exceeded",
                        "This account has all the templates it may have."
                    )
            );
            check.Unless(book.MayMake(), () => GraphError.Of(80007, "Too many templates were made in this hour."));

            if (check.Refusal is { } refusal)
            {
                return call.Refuse(refusal);
            }

            var components = root["components"].Unwrapped();
            var template = new Template(Ids.Object(), name, language, later.Now)
            {
                Category = root["category"].Text?.ToUpperInvariant() ?? "",
                Named = root["parameter_format"].Text?.ToUpperInvariant() == "NAMED",
                Components = components.Value.Clone(),
                Shape = TemplateShape.Of(components),
            };
            book.Add(template);
            review.Begin(account, template);
            return call.Answer(
                new JsonObject
                {
                    ["id"] = template.Id,
                    ["status"] = template.Status,
                    ["category"] = template.Category,
                }
            );
        }
    }

    private Task Change(GraphCall call, Account account, Template template)
    {
        var check = new Check();
        var category = check.MaybeText(call.Root["category"])?.ToUpperInvariant();

        lock (account.Templates.Gate)
        {
            if (category is not null)
            {
                TemplateRules.Category(check, category);
            }

            check.Unless(
                category is not null || !call.Root["components"].Missing,
                () => GraphError.Required("components")
            );

            if (!call.Root["components"].Missing)
            {
                TemplateRules.Components(check, call.Root["components"], category ?? template.Category, template.Named);
            }

            check.Unless(
                template.Status is "APPROVED" or "REJECTED" or "PAUSED",
                () => Cannot("Only approved, rejected and paused templates can be edited.")
            );
            check.Unless(
                template.Status != "APPROVED" || category is null || category == template.Category,
                () => Cannot("The category of an approved template cannot be edited.")
            );
            template.Edits.RemoveAll(at => later.Now - at > TimeSpan.FromDays(30));
            check.Unless(
                template.Status != "APPROVED"
                    || (
                        template.Edits.Count < 10
                        && template.Edits.TrueForAll(at => later.Now - at > TimeSpan.FromHours(24))
                    ),
                () => Cannot("An approved template can be edited once in 24 hours, and ten times in 30 days.")
            );

            if (check.Refusal is { } refusal)
            {
                return call.Refuse(refusal);
            }

            template.Category = category ?? template.Category;

            if (!call.Root["components"].Missing)
            {
                var components = call.Root["components"].Unwrapped();
                (template.Components, template.Shape) = (components.Value.Clone(), TemplateShape.Of(components));
            }

            template.Edits.Add(later.Now);
            review.Begin(account, template);
            return call.Success();
        }
    }

    private Task Unpause(GraphCall call, Account account, Template template)
    {
        lock (account.Templates.Gate)
        {
            if (template.Status != "PAUSED")
            {
                return call.Refuse(Cannot("The template is not paused."));
            }

            review.Decide(account, template, "APPROVED", "NONE");
            return call.Success();
        }
    }

    private static Task Delete(GraphCall call, Account account)
    {
        var check = new Check();
        var name = check.MaybeText(call.Root["name"]);
        var id = check.MaybeText(call.Root["hsm_id"]);
        check.Unless(name is not null || id is not null, () => GraphError.Required("name"));

        lock (account.Templates.Gate)
        {
            var gone = account
                .Templates.All.Where(template =>
                    id is null ? template.Name == name : template.Id == id && (name ?? template.Name) == template.Name
                )
                .ToList();
            check.Unless(
                gone.Count > 0,
                () => GraphError.Template(2593002, "Message Template Not Found", $"No template {name ?? id} was found.")
            );
            check.Unless(
                check.Failed || gone.TrueForAll(template => template.Name != "hello_world"),
                () => Cannot("The sample template cannot be deleted.")
            );

            if (!check.Failed)
            {
                gone.ForEach(account.Templates.Remove);
            }

            return call.Done(check.Refusal);
        }
    }

    private static GraphError Cannot(string why) =>
        GraphError.Template(2388039, "Message Template Cannot Be Changed", why);
}

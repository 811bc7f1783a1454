namespace WhatsAppBot.Simulator;

/// <summary>What the reviewers decide about a template; what is left out stays.</summary>
internal sealed record TemplateWish(string? Status, string? Reason, string? Quality, string? Category);

/// <summary>A template as the page lists it.</summary>
internal sealed record TemplateView(
    string Id,
    string WabaId,
    string Name,
    string Language,
    string Category,
    string Status,
    string Quality
);

/// <summary>What Meta decides about a form.</summary>
internal sealed record FormWish(string? Status);

/// <summary>A token to know: with an end, a reach and rights where given.</summary>
internal sealed record TokenWish(string? Token, int? ExpiresInMs, string? WabaId, IReadOnlyList<string>? Scopes);

/// <summary>Meta's side of accounts: reviews, forms and tokens.</summary>
internal static class AccountsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/templates", Templates);
        api.MapPut("/templates/{id}", Decide);
        api.MapGet("/forms/{id}", Form);
        api.MapPut("/forms/{id}", DecideForm);
        api.MapPost("/tokens", Token);
        api.MapGet("/media/{id}", Media);
    }

    private static IResult Templates(World world) =>
        ControlJson.Answer(
            new([
                .. world
                    .Accounts.OrderBy(account => account.Id, StringComparer.Ordinal)
                    .SelectMany(account => account.Templates.All.Select(template => View(account, template)))
                    .Take(1_000),
            ]),
            ControlJson.Default.ListedTemplateView
        );

    private static async Task<IResult> Decide(
        string id,
        HttpRequest request,
        World world,
        TemplateReview review,
        CancellationToken cancel
    )
    {
        if (world.AccountOf(id) is not { } account || account.Templates.Find(id) is not { } template)
        {
            return Problems.NotFound($"no template {id}");
        }

        if (await ControlJson.Read(request, ControlJson.Default.TemplateWish, cancel) is not { } wish)
        {
            return Problems.BadJson();
        }

        if (
            (wish.Status is { } status && !TemplateReview.Statuses.Contains(status))
            || (wish.Quality is { } quality && !Qualities.All.Contains(quality))
            || (wish.Category is { } category && !TemplateRules.Categories.Contains(category))
        )
        {
            return Problems.BadInput(
                $"status is one of {string.Join(", ", TemplateReview.Statuses)}; quality one of {string.Join(", ", Qualities.All)}; "
                    + $"category one of {string.Join(", ", TemplateRules.Categories)}"
            );
        }

        lock (account.Templates.Gate)
        {
            if (wish.Quality is { } rated)
            {
                review.Rate(account, template, rated);
            }

            if (wish.Category is { } moved)
            {
                review.Move(account, template, moved);
            }

            if (wish.Status is { } decided)
            {
                review.Decide(account, template, decided, wish.Reason ?? "NONE");
            }
        }

        return ControlJson.Answer(View(account, template), ControlJson.Default.TemplateView);
    }

    // the screens of a form, for a phone that shows them or a person who looks at the preview
    private static IResult Form(string id, World world) =>
        world.AccountOf(id)?.Forms.Find(id) is not { } form ? Problems.NotFound($"no form {id}")
        : form is { Screens: { } screens, Mistakes.Count: 0 } ? TypedResults.Text(screens, "application/json")
        : Problems.NotFound("the form has no screens that could be shown");

    private static async Task<IResult> DecideForm(
        string id,
        HttpRequest request,
        World world,
        FormNews news,
        CancellationToken cancel
    )
    {
        if (world.AccountOf(id) is not { } account || account.Forms.Find(id) is not { } form)
        {
            return Problems.NotFound($"no form {id}");
        }

        if (await ControlJson.Read(request, ControlJson.Default.FormWish, cancel) is not { Status: { } status })
        {
            return Problems.BadJson();
        }

        if (!FormNews.Statuses.Contains(status))
        {
            return Problems.BadInput($"status is one of {string.Join(", ", FormNews.Statuses)}");
        }

        lock (account.Forms.Gate)
        {
            news.Move(account, form, status);
        }

        return TypedResults.NoContent();
    }

    private static async Task<IResult> Token(HttpRequest request, Tokens tokens, Later later, CancellationToken cancel)
    {
        if (await ControlJson.Read(request, ControlJson.Default.TokenWish, cancel) is not { } wish)
        {
            return Problems.BadJson();
        }

        if (wish.Token is not { Length: > 0 and <= 1_000 } || wish.Scopes?.Any(scope => scope is null) is true)
        {
            return Problems.BadInput("token must be 1 to 1,000 characters, scopes must be words");
        }

        if (tokens.Count >= Tokens.Most)
        {
            return Problems.BadInput($"at most {Tokens.Most} tokens");
        }

        tokens.Put(
            new AccessToken
            {
                Token = wish.Token,
                ExpiresAt = wish.ExpiresInMs is { } milliseconds ? later.Now.AddMilliseconds(milliseconds) : null,
                WabaId = wish.WabaId,
                Scopes = wish.Scopes,
            }
        );
        return TypedResults.NoContent();
    }

    private static IResult Media(string id, MediaShelf shelf, HttpResponse response)
    {
        if (shelf.Find(id) is not { } file)
        {
            return Problems.NotFound($"no file {id}");
        }

        // what somebody uploaded must not run as a page of ours
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "sandbox";
        return TypedResults.File(
            file.Bytes,
            file.MimeType,
            MediaKinds.KindOf(file.MimeType) is "document" or null ? file.Filename ?? "file" : null
        );
    }

    private static TemplateView View(Account account, Template template) =>
        new(
            template.Id,
            account.Id,
            template.Name,
            template.Language,
            template.Category,
            template.Status,
            template.Quality
        );
}

using Microsoft.AspNetCore.Http.HttpResults;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>
/// What is wrong with a request, field by field and all at once:
/// <c>if (new Fields().Check(name is not null, "name", "A name is needed.").Problem is { } wrong) return wrong;</c>. A path is written as in
/// <c>steps[2].text</c>.
/// </summary>
internal sealed class Fields
{
    private readonly Dictionary<string, List<string>> errors = [];

    /// <summary>The answer, or null when nothing is wrong.</summary>
    public ProblemHttpResult? Problem =>
        errors.Count == 0 ? null : Problems.Invalid(errors.ToDictionary(one => one.Key, one => one.Value.ToArray()));

    public Fields Check(bool right, string path, string rule)
    {
        if (right)
            return this;
        if (!errors.TryGetValue(path, out var rules))
            errors[path] = rules = [];
        rules.Add(rule);
        return this;
    }
}

using System.Text.Json;

namespace WhatsAppBot.Simulator;

/// <summary>Looks through a request and keeps the first thing that is wrong; what comes after is not looked at any more.</summary>
internal sealed class Check
{
    public GraphError? Refusal { get; private set; }
    public bool Failed => Refusal is not null;

    public void Refuse(GraphError? error) => Refusal ??= error;

    public void Unless(bool right, Func<GraphError> error)
    {
        if (!Failed && !right)
        {
            Refusal = error();
        }
    }

    /// <summary>An object that has to be there.</summary>
    public Part Object(Part part)
    {
        Unless(!part.Missing, () => GraphError.Required(part.Path));
        return Maybe(part);
    }

    /// <summary>An object that may be left out.</summary>
    public Part Maybe(Part part)
    {
        if (Failed || part.Missing)
        {
            return default;
        }

        var whole = part.Unwrapped();
        Unless(whole.IsObject, () => GraphError.Parameter($"Param {part.Path} must be a JSON object."));
        return whole;
    }

    /// <summary>A list that has to be there.</summary>
    public IReadOnlyList<Part> List(Part part)
    {
        Unless(!part.Missing, () => GraphError.Required(part.Path));
        return MaybeList(part);
    }

    public IReadOnlyList<Part> MaybeList(Part part)
    {
        if (Failed || part.Missing)
        {
            return [];
        }

        var whole = part.Unwrapped();
        Unless(
            whole.Value.ValueKind == JsonValueKind.Array,
            () => GraphError.Parameter($"Param {part.Path} must be an array.")
        );
        return [.. whole.Items()];
    }

    /// <summary>Words that have to be there, of at most so many code points.</summary>
    public string Text(Part part, int most = int.MaxValue)
    {
        Unless(!part.Missing && part.Text != "", () => GraphError.Required(part.Path));
        return MaybeText(part, most) ?? "";
    }

    /// <summary>Words that may be left out, of at most so many code points.</summary>
    public string? MaybeText(Part part, int most = int.MaxValue)
    {
        if (Failed || part.Missing)
        {
            return null;
        }

        var text = part.Text;
        Unless(text is not null, () => GraphError.Parameter($"Param {part.Path} must be a string."));
        Unless(
            CodePoints.Fit(text, most),
            () => GraphError.Parameter($"Param {part.Path} must be at most {most} characters long.")
        );
        return text;
    }

    /// <summary>Words whose length is told about in a sentence of its own: code 131009.</summary>
    public string Sized(Part part, int most, Func<string> details)
    {
        Unless(!part.Missing, () => GraphError.Required(part.Path));
        return MaybeSized(part, most, details) ?? "";
    }

    public string? MaybeSized(Part part, int most, Func<string> details)
    {
        var text = MaybeText(part);
        Unless(text is null || (text.Length > 0 && CodePoints.Fit(text, most)), () => GraphError.Value(details()));
        return text;
    }

    public void Keys(Part part, params ReadOnlySpan<string> known)
    {
        if (Failed || !part.IsObject)
        {
            return;
        }

        foreach (var member in part.Value.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                Refuse(GraphError.Parameter($"Unexpected key \"{member.Name}\" on param \"{part.Path}\"."));
                return;
            }
        }
    }
}

/// <summary>Meta counts in Unicode code points, not in UTF-16 units.</summary>
internal static class CodePoints
{
    public static bool Fit(string? text, int most) =>
        text is null || text.Length <= most || text.EnumerateRunes().Count() <= most;
}

using System.Text.Json;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Templates;

/// <summary>A message template; <c>components</c> is Meta's own JSON array.</summary>
public sealed record TemplateView(
    string Id,
    string Connection,
    string Name,
    string Language,
    string Category,
    string? ComingCategory,
    string Status,
    string? Reason,
    string? Quality,
    string? ParameterFormat,
    JsonElement Components,
    IReadOnlyList<string> Variables,
    DateTimeOffset ChangedAt
);

/// <summary>A page of templates, sorted by name and language; <c>next</c> is null on the last one.</summary>
public sealed record TemplatePage(
    IReadOnlyList<TemplateView> Items,
    string? Next,
    IReadOnlyList<TemplateSource> Sources
);

/// <summary>Where templates come from: a connection, when it was read last, and what kept it from being read.</summary>
public sealed record TemplateSource(string Connection, string Name, DateTimeOffset? SyncedAt, string? Problem);

/// <summary>A template to hand in for review. Without a connection the workspace's only one is taken.</summary>
public sealed record NewTemplate(
    string Name,
    string Language,
    string Category,
    JsonElement Components,
    string? ParameterFormat = null,
    string? Connection = null
);

/// <summary>New components for a template; Meta reviews it anew.</summary>
public sealed record TemplateEdit(JsonElement Components, string? Category = null);

/// <summary>Values to fill in, by variable; a header's as <c>header.1</c>, a button's as <c>button.0.1</c>.</summary>
public sealed record TemplateValues(IReadOnlyDictionary<string, string>? Values);

/// <summary>What people would see.</summary>
public sealed record TemplatePreviewView(TemplatePicture Picture);

/// <summary>Somebody who sends the template: <c>flow</c>, <c>broadcast</c> (one that is not over) or <c>sequence</c>.</summary>
public sealed record TemplateUse(string Kind, string Id, string Name);

/// <summary>Who sends it.</summary>
public sealed record TemplateUseList(IReadOnlyList<TemplateUse> Items);

/// <summary>A template by its name, and who sends it.</summary>
public sealed record TemplateUsage(string Name, IReadOnlyList<TemplateUse> Uses);

/// <summary>Every template that somebody sends.</summary>
public sealed record TemplateUsageList(IReadOnlyList<TemplateUsage> Items);

/// <summary>A file that Meta has taken as an example: the handle goes into a header's <c>example.header_handle</c>.</summary>
public sealed record TemplateExample(string Handle);

/// <summary>How reading Meta's list went, by connection.</summary>
public sealed record TemplateSyncResult(IReadOnlyList<TemplateSource> Sources);

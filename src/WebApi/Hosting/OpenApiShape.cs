using Microsoft.AspNetCore.OpenApi;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>Makes the OpenAPI document say what a typed client needs: the discriminator of a union is always there.</summary>
internal static class OpenApiShape
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                document.Info.Title = "WhatsAppBot";
                document.Info.Version = "v1";
                document.Servers = [];
                return Task.CompletedTask;
            }
        );
        options.AddSchemaTransformer(
            (schema, _, _) =>
            {
                if (schema.Discriminator?.PropertyName is { } name)
                {
                    foreach (var one in schema.AnyOf ?? [])
                    {
                        if (one is Microsoft.OpenApi.OpenApiSchema concrete)
                            (concrete.Required ??= new HashSet<string>()).Add(name);
                    }
                }
                return Task.CompletedTask;
            }
        );
    }
}

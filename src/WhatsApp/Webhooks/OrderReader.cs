using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>Reads a basket; its numbers come as numbers or as texts.</summary>
internal static class OrderReader
{
    public static OrderContent? Read(JsonElement item)
    {
        if (item.Object("order"u8) is not { } order)
            return null;

        var items = new List<OrderItem>();
        if (order.Array("product_items"u8) is { } products)
            foreach (var product in products.EnumerateArray())
                if (product.Id("product_retailer_id"u8) is { } id)
                    items.Add(
                        new OrderItem(
                            id,
                            product.Decimal("quantity"u8) ?? 1,
                            product.Decimal("item_price"u8) ?? 0,
                            product.Text("currency"u8) ?? ""
                        )
                    );

        return new OrderContent(order.Text("catalog_id"u8) ?? "", order.Text("text"u8), items);
    }
}

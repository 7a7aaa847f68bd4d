using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Attesto.AspNetCore;

/// <summary>Binds one option. The framework's binder drops what does not fit, such as a single value where a list is meant, and then the safeguard
/// that somebody set is off; here it is bound, or it is a fault.</summary>
internal static class OptionBinding
{
    /// <summary>Sets the option from its place in the configuration.</summary>
    /// <returns>What is wrong with the configured value; null if it was bound, or if there is none.</returns>
    public static string? Bind(object options, OptionNode leaf, IConfigurationSection place)
    {
        if (!place.Exists())
        {
            return null;
        }

        if (FaultOf(leaf, place) is { } fault)
        {
            return $"{place.Path} {fault}";
        }

        try
        {
            var value = leaf.IsCollection && place.Value is { } only ? ListOf(only, leaf.Property.PropertyType) : place.Get(leaf.Property.PropertyType);
            leaf.Property.SetValue(OptionTree.OwnerOf(options, leaf.Path), value);
            return null;
        }
        catch (InvalidOperationException e)
        {
            return leaf.IsCollection
                ? $"{place.Path} cannot be read: {e.Message}"
                : $"{place.Path} is \"{place.Value}\"; it takes {AttestoOptionsReference.TypeName(leaf.Property.PropertyType)}.";
        }
    }

    private static string? FaultOf(OptionNode leaf, IConfigurationSection place)
    {
        var entries = place.GetChildren().ToList();
        if (!leaf.IsCollection)
        {
            return entries.Count > 0 ? $"has entries below it, such as {entries[0].Path}; it takes one value." :
                leaf.Type == typeof(TimeSpan) ? FaultOfDuration(place.Value) : null;
        }

        if (place.Value is { Length: > 0 } value)
        {
            return entries.Count > 0 ? $"has the value \"{value}\" and a list as well; write every entry with a number, such as {place.Path}:0." :
                (leaf.EntryGroup is not null && !leaf.EntryMayBeText) || leaf.IsMap
                    ? $"is \"{value}\"; it takes a {AttestoOptionsReference.TypeName(leaf.Property.PropertyType)}." :
                null;
        }

        return leaf.EntryGroup is null && entries.Find(entry => entry.GetChildren().Any()) is { } nested
            ? $"has the entry {nested.Path}, which has entries below it; each takes one value."
            : null;
    }

    // .NET reads 3600 as days, 24:00:00 too, and 00:30 as hours and minutes.
    private static string? FaultOfDuration(string? text) =>
        string.IsNullOrEmpty(text) || !TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var read) || IsWhole(text)
        ? null
        : $"is \"{text}\", which .NET reads as {read.TotalDays:0.##} days; write [d.]hh:mm:ss, such as 1.00:00:00 for a day or 01:00:00 for an hour.";

    // hh:mm:ss, with days before and fractions after a point, and hours that do not turn into days.
    private static bool IsWhole(string text) =>
        text.Split(':') is [var hours, _, _] && int.TryParse(hours[(hours.LastIndexOf('.') + 1)..].TrimStart('-'), CultureInfo.InvariantCulture, out var read) && read < 24;

    private static object? ListOf(string value, Type type) => new ConfigurationBuilder()
        .AddInMemoryCollection(value.Length == 0 ? [] : [new("list:0", value)])
        .Build().GetSection("list").Get(type) ?? Activator.CreateInstance(typeof(List<>).MakeGenericType(type.GetGenericArguments()));
}

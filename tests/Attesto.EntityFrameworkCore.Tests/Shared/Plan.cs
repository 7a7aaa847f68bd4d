using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>How a database would run a statement, in its own words.</summary>
internal static class Plan
{
    /// <summary>The answer to a statement that asks for the plan of another.</summary>
    public static async Task<string> ReadAsync(DbContext context, string text, IEnumerable<DbParameter> parameters)
    {
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = text;
        foreach (var sent in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (sent.ParameterName, sent.Value);
            command.Parameters.Add(parameter);
        }

        var plan = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        do
        {
            while (await reader.ReadAsync())
            {
                plan.Add(Convert.ToString(reader.GetValue(reader.FieldCount - 1), CultureInfo.InvariantCulture)!);
            }
        }
        while (await reader.NextResultAsync());

        return string.Join('\n', plan);
    }
}

using System.Buffers.Binary;
using System.Text;
using Npgsql;
using Pathway.Domain;

namespace Pathway.Projections.Tables;

/// <summary>
/// The rows of a query as <c>copy … to stdout (format binary)</c> sends them, read field by field in the order of the columns. Of very many rows it makes nothing but what is
/// asked for, which takes a fraction of the time that whole records take. How fields look is PostgreSQL's: the manual's page on COPY, and the send function of each type.
/// </summary>
internal sealed class BinaryRows : IAsyncDisposable
{
    // A signature of 11 bytes, flags, and the length of an extension that there is none of.
    private const int HeaderBytes = 11 + 4 + 4;
    private const int BytesAtOnce = 64 * 1024;

    // Dates are days since 2000-01-01.
    private static readonly int _epoch = new DateOnly(2000, 1, 1).DayNumber;

    private readonly Stream _from;
    private byte[] _buffer = new byte[2 * BytesAtOnce];
    private int _next; // The field to be read, once the row is there; between rows the next row.
    private int _end; // Of what is in the buffer.

    private BinaryRows(Stream from) => _from = from;

    /// <summary>Asks for rows.</summary>
    /// <param name="connection">An open connection; nothing else is done on it until this is disposed of.</param>
    /// <param name="query">The query.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<BinaryRows> Of(NpgsqlConnection connection, string query, CancellationToken cancellation)
    {
        var from = await connection.BeginRawBinaryCopyAsync($"copy ({query}) to stdout (format binary)", cancellation);
        await from.ReadExactlyAsync(new byte[HeaderBytes], cancellation);
        return new(from);
    }

    /// <summary>Goes to the next row. Every field of the row before must have been read.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False when there is none.</returns>
    public ValueTask<bool> Next(CancellationToken cancellation) => IsWhole() ? ValueTask.FromResult(Begin()) : Fetch(cancellation);

    /// <summary>The next field, which is not null.</summary>
    public Guid Guid() => new(Field(), bigEndian: true);

    /// <summary>The next field, which is not null.</summary>
    public bool Boolean() => Field()[0] != 0;

    /// <summary>The next field, which is not null.</summary>
    public string Text() => Encoding.UTF8.GetString(Field());

    /// <summary>The next field.</summary>
    public int? Integer() => Field() is { Length: > 0 } field ? BinaryPrimitives.ReadInt32BigEndian(field) : null;

    /// <summary>The next field.</summary>
    public double? Number() => Field() is { Length: > 0 } field ? BinaryPrimitives.ReadDoubleBigEndian(field) : null;

    /// <summary>The next field.</summary>
    public DateOnly? Date() => Integer() is { } days ? DateOnly.FromDayNumber(_epoch + days) : null;

    /// <summary>The next field, the word of a choice.</summary>
    public T? Word<T>()
        where T : struct, Enum => Field() is { Length: > 0 } field ? RowCodec.Word<T>.Parse(field) : null;

    /// <summary>The next field, which is a list and not null.</summary>
    /// <param name="item">Reads one of it.</param>
    public ValueList<T> List<T>(Func<BinaryRows, T> item)
    {
        // Its length, its dimensions (none when it is empty), whether it has nulls, the type of its items; then the number of these and that of the first.
        const int Dimensions = 4, Head = 12, Bounds = 8;
        var hasItems = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_next + Dimensions)) > 0;
        _next += 4 + Head;
        if (!hasItems)
        {
            return [];
        }

        var items = new T[BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_next))];
        _next += Bounds;
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = item(this);
        }

        return [.. items];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _from.DisposeAsync();

    private async ValueTask<bool> Fetch(CancellationToken cancellation)
    {
        while (!IsWhole())
        {
            if (_end - _next > _buffer.Length - BytesAtOnce)
            {
                Array.Resize(ref _buffer, 2 * _buffer.Length);
            }

            _buffer.AsSpan(_next.._end).CopyTo(_buffer);
            (_next, _end) = (0, _end - _next);
            var read = await _from.ReadAtLeastAsync(_buffer.AsMemory(_end), BytesAtOnce, throwOnEndOfStream: false, cancellation);
            _end += read > 0 ? read : throw new EndOfStreamException("The rows ended without the sign that they do.");
        }

        return Begin();
    }

    /// <summary>Whether the next row is in the buffer to its end, or the sign that there is none.</summary>
    private bool IsWhole()
    {
        var at = _next + 2;
        for (var fields = at <= _end ? BinaryPrimitives.ReadInt16BigEndian(_buffer.AsSpan(_next)) : 1; fields > 0; fields--)
        {
            if (at + 4 > _end)
            {
                return false;
            }

            at += 4 + Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(at)));
        }

        return at <= _end;
    }

    /// <summary>Goes from the number of fields, which is −1 after the last row, to the first of them.</summary>
    private bool Begin()
    {
        var hasRow = BinaryPrimitives.ReadInt16BigEndian(_buffer.AsSpan(_next)) >= 0;
        _next += hasRow ? 2 : 0;
        return hasRow;
    }

    /// <summary>The bytes of the next field; none when it is null.</summary>
    private ReadOnlySpan<byte> Field()
    {
        var length = Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_next)));
        var field = _buffer.AsSpan(_next + 4, length);
        _next += 4 + length;
        return field;
    }
}

// Clustering reads and writes single numbers of a square of them; this package brings the mathematics of matrices, too.
export class Matrix {
  constructor(rows, columns) {
    this.numbers = typeof rows === 'number' ? Array.from({ length: rows }, () => new Float64Array(columns)) : rows
    this.rows = this.numbers.length
  }
  get(row, column) {
    return this.numbers[row][column]
  }
  set(row, column, value) {
    this.numbers[row][column] = value
  }
}

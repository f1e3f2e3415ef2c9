/** Two requests that need the same tag, each in a transaction, with Sequelize. */
import { defineCase } from 'race-lab';
import sequelize_6_7_0 from 'sequelize-6-7-0';
import sequelize_6_8_0 from 'sequelize-6-8-0';

const tagging = (name, { Sequelize, DataTypes }) => {
  const connect = ({ url }) => {
    const sequelize = new Sequelize(url, { logging: false });
    sequelize.define(
      'tag',
      { name: { type: DataTypes.TEXT, unique: true } },
      { timestamps: false, freezeTableName: true },
    );
    return sequelize;
  };

  return defineCase({
    name,
    schema: async (context) => {
      const sequelize = connect(context);
      await sequelize.sync();
      await sequelize.close();
    },
    open: connect,
    close: (sequelize) => sequelize.close(),
    worker: (sequelize) =>
      sequelize.transaction(async (transaction) => {
        const where = { name: 'new' };
        const [tag] = await sequelize.models.tag.findCreateFind({ where, transaction });
        return tag.name;
      }),
    times: 2,
  });
};

export const breaks = tagging('sequelize-6-7-0', sequelize_6_7_0);
export const holds = tagging('sequelize-6-8-0', sequelize_6_8_0);
